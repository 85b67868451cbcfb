"""What the practice page's script is told."""

from typing import Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.urls import reverse
from django.utils.http import urlencode

from webapp.accounts.models import Preferences, User
from webapp.catalog.models import Problem, ProblemVersion
from webapp.practice.models import Draft, Submission

ACTIONS = ("run", "submit", "draft", "hint", "give_up", "editorial", "submissions")


def page_data(
    problem: Problem,
    version: ProblemVersion,
    user: User | AnonymousUser,
    preferences: Preferences,
    draft: Draft | None,
    active: Submission | None,
) -> dict[str, Any]:
    """Plain data for `json_script`."""
    address = [problem.set.slug, problem.slug]
    back = urlencode({"next": problem.get_absolute_url()})
    return {
        "problem": str(problem),
        **editor_data(version, user, preferences),
        "draft": draft_data(draft),
        "urls": {
            **{action: reverse(f"practice:{action}", args=address) for action in ACTIONS},
            "login": f"{reverse('account_login')}?{back}",
            "signup": f"{reverse('account_signup')}?{back}",
        },
        "active": active_data(active),
    }


def editor_data(
    version: ProblemVersion, user: User | AnonymousUser, preferences: Preferences
) -> dict[str, Any]:
    """What the script needs of a version, which need not be one of the catalogue, and of who writes."""
    return {
        "title": version.title,
        "version": version.digest,
        "user": user.get_username(),
        "signed_in": user.is_authenticated,
        "kind": version.kind,
        "entry": version.entry,
        "samples": version.samples,
        "starter": version.starter,
        "preferences": {name: getattr(preferences, name) for name in ("theme", "keymap", "editor")},
        "limits": {**version.limits, "code_bytes": settings.MAX_CODE_BYTES},
    }


def draft_data(draft: Draft | None) -> dict[str, Any] | None:
    """A draft as scripts and templates see it."""
    if draft is None:
        return None
    return {"content": draft.content, "revision": draft.revision, "saved_at": draft.updated_at.isoformat()}


def active_data(submission: Submission | None) -> dict[str, Any] | None:
    """An unfinished submission, for a page that goes on watching it."""
    if submission is None or submission.done:
        return None
    return {
        "id": str(submission.pk),
        "number": submission.number,
        "mode": submission.mode,
        "events": reverse("practice:events", args=[submission.pk]),
        "page": submission.get_absolute_url(),
    }
