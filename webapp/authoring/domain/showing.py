"""What a page shows of a workspace, from rows alone."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from webapp.authoring.domain.files import fingerprint, hash_of, texts_of
from webapp.authoring.domain.subjects import subject_of
from webapp.authoring.models import Workspace

THERE = timedelta(seconds=40)
"""Somebody whose page has not been heard of for longer is not there."""


def state_of(workspace: Workspace) -> dict[str, Any]:
    """The files with their revisions, and who is where."""
    files = []
    for file in workspace.files.filter(deleted=False).select_related("updated_by"):
        files.append(
            {
                "path": file.path,
                "revision": file.revision,
                "edited": bool(workspace.base_digest) and hash_of(file.text) != file.base_hash,
                "by": file.updated_by.get_username() if file.updated_by else "",
            }
        )
    deleted = list(
        workspace.files.filter(deleted=True).exclude(path__contains="#").values_list("path", flat=True)
    )
    since = timezone.now() - THERE
    people = [
        {"user": one.user_id, "name": one.user.get_username(), "path": one.path}
        for one in workspace.people.filter(seen_at__gte=since)
        .select_related("user")
        .order_by("user__username")
    ]
    return {"files": files, "deleted": deleted, "people": people}


def facts_of(workspace: Workspace) -> dict[str, Any]:
    """What the page says about the draft: which version it will be, and whose."""
    published = subject_of(workspace).published(workspace.set_slug, workspace.slug)
    current = published.current if published else None
    count = published.versions.count() if published else 0
    return {
        "subject": subject_of(workspace),
        "title": workspace.title or workspace.slug.replace("-", " ").capitalize(),
        "number": count + 1,
        "outdated": bool(current and workspace.base_digest not in ("", current.digest)),
        "reviews": workspace.reviews.select_related("by")[:10],
        "fingerprint": fingerprint(workspace, texts_of(workspace)),
    }
