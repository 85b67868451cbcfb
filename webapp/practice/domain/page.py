"""What the practice page's script is told."""

from typing import Any

from django.conf import settings
from django.urls import reverse

from webapp.accounts.models import Preferences
from webapp.catalog.models import Problem, ProblemVersion
from webapp.practice.models import Draft

ACTIONS = ("run", "submit", "draft", "hint", "give_up", "editorial", "submissions")


def page_data(
    problem: Problem, version: ProblemVersion, draft: Draft | None, preferences: Preferences, signed_in: bool
) -> dict[str, Any]:
    """Plain data for `json_script`."""
    address = [problem.set.slug, problem.slug]
    return {
        "urls": {
            **{action: reverse(f"practice:{action}", args=address) for action in ACTIONS},
            "problem": problem.get_absolute_url(),
            "login": f"{reverse('account_login')}?next={problem.get_absolute_url()}",
        },
        "id": str(problem),
        "version": version.digest,
        "title": version.title,
        "kind": version.kind,
        "entry": version.entry,
        "samples": version.samples,
        "starter": version.starter,
        "signed_in": signed_in,
        "preferences": {
            "theme": preferences.theme,
            "keymap": preferences.keymap,
            "editor": preferences.editor,
        },
        "draft": draft_data(draft),
        "limits": {**version.limits, "code_bytes": settings.MAX_CODE_BYTES},
    }


def draft_data(draft: Draft | None) -> dict[str, Any] | None:
    """A draft as scripts and templates see it."""
    if draft is None:
        return None
    return {"content": draft.content, "revision": draft.revision, "saved_at": draft.updated_at.isoformat()}
