"""Drafts: saved under revision numbers, so that of two devices neither overwrites the other unseen."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from webapp.accounts.models import User
from webapp.catalog.models import Problem
from webapp.practice.domain.code import check_text
from webapp.practice.models import Draft, DraftRevision

ARCHIVE_EVERY = timedelta(seconds=60)
MAX_HISTORY = 200


@dataclass(frozen=True)
class Saved:
    """What the server holds after a save; on a conflict that is somebody else's text."""

    revision: int
    content: str
    saved_at: datetime
    conflict: bool = False


def find_draft(user: User, problem: Problem) -> Draft | None:
    """The user's draft of the problem."""
    return Draft.objects.filter(user=user, problem=problem).first()


def save_draft(user: User, problem: Problem, content: Any, base: int) -> Saved:
    """Save `content`, which was written upon revision `base` (0 for none); Refused if it is no text.

    When the draft has moved on, nothing is overwritten: the result is a conflict with the server's text, and the
    refused text is kept in the draft's history.
    """
    text, now = check_text(content), timezone.now()
    with transaction.atomic():
        draft, created = Draft.objects.select_for_update().get_or_create(
            user=user,
            problem=problem,
            defaults={"content": text, "revision": 1, "updated_at": now, "version_id": problem.current_id},
        )
        if created or draft.content == text:
            return Saved(draft.revision, draft.content, draft.updated_at)
        if draft.revision != base:
            DraftRevision.objects.create(
                draft=draft, revision=base, content=text, refused=True, created_at=now
            )
            return Saved(draft.revision, draft.content, draft.updated_at, conflict=True)
        _archive(draft, now)
        draft.content, draft.revision, draft.updated_at = text, draft.revision + 1, now
        draft.save(update_fields=["content", "revision", "updated_at"])
    return Saved(draft.revision, draft.content, draft.updated_at)


def replace_draft(user: User, problem: Problem, content: str) -> Saved:
    """Put an earlier text into the draft on the person's own wish; what it replaces goes into the history."""
    with transaction.atomic():
        draft = Draft.objects.select_for_update().filter(user=user, problem=problem).first()
        if draft is not None and draft.content != content:
            _archive(draft, timezone.now(), always=True)
        return save_draft(user, problem, content, draft.revision if draft else 0)


def _archive(draft: Draft, now: datetime, always: bool = False) -> None:
    """Keep the text that is about to be replaced, at most once a minute, and thin what is old."""
    newest = draft.history.filter(refused=False).first()
    if always or newest is None or now - newest.created_at >= ARCHIVE_EVERY:
        DraftRevision.objects.create(
            draft=draft, revision=draft.revision, content=draft.content, created_at=draft.updated_at
        )
        _thin(draft, now)


def _thin(draft: Draft, now: datetime) -> None:
    """Of each stretch keep the newest text; refused texts exist nowhere else and go only by the total limit."""
    kept: set[tuple[str, int]] = set()
    surplus = []
    for index, (pk, created_at, refused) in enumerate(
        draft.history.values_list("pk", "created_at", "refused")
    ):
        bucket = _bucket(now - created_at, created_at)
        if index >= MAX_HISTORY or (bucket in kept and not refused):
            surplus.append(pk)
        elif not refused:
            kept.add(bucket)
    DraftRevision.objects.filter(pk__in=surplus).delete()


def _bucket(age: timedelta, at: datetime) -> tuple[str, int]:
    """Minutes for an hour, hours for a day, days after that."""
    if age < timedelta(hours=1):
        return "minute", int(at.timestamp()) // 60
    if age < timedelta(days=1):
        return "hour", int(at.timestamp()) // 3600
    return "day", at.toordinal()
