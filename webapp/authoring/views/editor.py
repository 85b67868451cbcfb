"""The editor's page, and what stands around a workspace."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.decorators.http import require_POST, require_safe

from webapp.accounts.domain.preferences import preferences_of
from webapp.accounts.models import User
from webapp.accounts.person import person
from webapp.accounts.roles import is_instructor
from webapp.authoring.domain.access import owns
from webapp.authoring.domain.archives import pack
from webapp.authoring.domain.auditing import note
from webapp.authoring.domain.desk import desk
from webapp.authoring.domain.files import texts_of
from webapp.authoring.domain.showing import facts_of, state_of
from webapp.authoring.domain.subjects import subject_of
from webapp.authoring.models import Workspace
from webapp.authoring.views.answers import for_pages, own
from webapp.practice.domain.refusals import Refused
from webapp.practice.views.answers import private

ACTIONS = (
    "file",
    "files",
    "history",
    "difference",
    "restore",
    "preview",
    "here",
    "events",
    "prove",
    "cancel",
)


@for_pages("authoring:index")
@require_safe
@ensure_csrf_cookie
def workspace(request: HttpRequest, id: UUID) -> HttpResponseBase:
    """Files, editor, preview and proof of one draft."""
    found, user = own(request, id), person(request)
    desk().warm()
    context = {
        "workspace": found,
        "owns": owns(user, found),
        **facts_of(found),
        "page": page_data(found, user),
    }
    return private(render(request, "authoring/workspace.html", context))


def page_data(found: Workspace, user: User) -> dict[str, Any]:
    """Plain data for the page's script."""
    preferences = preferences_of(user)
    back = urlencode({"next": found.get_absolute_url()})
    return {
        "workspace": str(found.pk),
        "name": str(found),
        "user": user.get_username(),
        "user_id": user.pk,
        **{
            name: getattr(subject_of(found), name)
            for name in ("first", "shown", "follows", "example", "known")
        },
        "read_only": found.closed_at is not None,
        **state_of(found),
        "preferences": {name: getattr(preferences, name) for name in ("theme", "keymap", "editor")},
        "urls": {
            **{name: reverse(f"authoring:{name}", args=[found.pk]) for name in ACTIONS},
            "login": f"{reverse('account_login')}?{back}",
        },
    }


@for_pages("authoring:index")
@require_safe
def download(request: HttpRequest, id: UUID) -> HttpResponseBase:
    """The package as a zip, which `import_package` and the studio's import read."""
    found = own(request, id)
    answer = HttpResponse(pack(found.set_slug, found.slug, texts_of(found)), content_type="application/zip")
    answer.headers["Content-Disposition"] = f'attachment; filename="{found.slug}.zip"'
    return private(answer)


@for_pages("authoring:index")
@require_POST
def people(request: HttpRequest, id: UUID) -> HttpResponseBase:
    """Add or remove somebody who writes here; for the owner."""
    found, user = own(request, id), person(request)
    if not owns(user, found):
        raise Refused("people.owner", "Only the owner of a draft says who writes in it.", 403)
    who = request.POST.get("who", "").strip()
    other = User.objects.filter(**{"email__iexact" if "@" in who else "username__iexact": who}).first()
    if "remove" in request.POST and other:
        found.collaborators.remove(other)
        note(user, "collaborator.removed", str(found), found, who=other.get_username())
        messages.success(request, f"{other.get_username()} writes here no more.")
    elif other is None or not is_instructor(other):
        # The same words for both: an address must not tell whether it has an account.
        raise Refused("people.unknown", "No instructor has this name or address.")
    elif other.pk != found.owner_id:
        found.collaborators.add(other)
        note(user, "collaborator.added", str(found), found, who=other.get_username())
        messages.success(request, f"{other.get_username()} can write here now.")
    return redirect(found)


@for_pages("authoring:index")
@require_POST
def close(request: HttpRequest, id: UUID) -> HttpResponseBase:
    """Put the draft away, or take it out again; nothing of it is deleted."""
    found, user = own(request, id), person(request)
    if not owns(user, found):
        raise Refused("workspace.owner", "Only the owner of a draft puts it away.", 403)
    opened = "reopen" in request.POST
    Workspace.objects.filter(pk=found.pk).update(closed_at=None if opened else timezone.now())
    note(user, "workspace.reopened" if opened else "workspace.closed", str(found), found)
    return redirect(found if opened else "authoring:index")
