"""What a page shows of a workspace, from rows alone."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from webapp.authoring.domain.files import fingerprint, hash_of, texts_of
from webapp.authoring.models import Workspace
from webapp.catalog.models import Problem

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
                "edited": bool(workspace.base_id) and hash_of(file.text) != file.base_hash,
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
    problem = (
        Problem.objects.select_related("set", "current")
        .filter(set__slug=workspace.set_slug, slug=workspace.slug)
        .first()
    )
    count = problem.versions.count() if problem else 0
    return {
        "problem": problem,
        "title": workspace.title or workspace.slug.replace("-", " ").capitalize(),
        "number": count + 1,
        "outdated": bool(problem and workspace.base_id and problem.current_id != workspace.base_id),
        "reviews": workspace.reviews.select_related("by")[:10],
        "fingerprint": fingerprint(workspace, texts_of(workspace)),
    }
