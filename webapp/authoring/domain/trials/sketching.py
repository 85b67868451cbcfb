"""What an author has in the editor while trying a draft, saved under revision numbers as candidates' drafts are."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from webapp.accounts.models import User
from webapp.authoring.models import Sketch, Workspace
from webapp.practice.domain.code import check_text
from webapp.practice.domain.drafts import Saved


def sketch_of(workspace: Workspace, user: User) -> Sketch | None:
    """The user's text."""
    return workspace.sketches.filter(user=user).first()


def save_sketch(workspace: Workspace, user: User, content: Any, base: int) -> Saved:
    """Save `content`, which was written upon revision `base` (0 for none); Refused if it is no text.

    Where another device has saved meanwhile nothing is overwritten; the refused text stays in the browser that has it.
    """
    text, now = check_text(content), timezone.now()
    with transaction.atomic():
        sketch, created = Sketch.objects.select_for_update().get_or_create(
            workspace=workspace, user=user, defaults={"content": text, "updated_at": now}
        )
        if created or sketch.content == text:
            return Saved(sketch.revision, sketch.content, sketch.updated_at)
        if sketch.revision != base:
            return Saved(sketch.revision, sketch.content, sketch.updated_at, conflict=True)
        sketch.content, sketch.revision, sketch.updated_at = text, sketch.revision + 1, now
        sketch.save(update_fields=["content", "revision", "updated_at"])
    return Saved(sketch.revision, sketch.content, sketch.updated_at)


def replace_sketch(workspace: Workspace, user: User, content: str) -> Saved:
    """Put an earlier text there on the person's own wish; the browser keeps what it replaces."""
    with transaction.atomic():
        sketch = workspace.sketches.select_for_update().filter(user=user).first()
        return save_sketch(workspace, user, content, sketch.revision if sketch else 0)
