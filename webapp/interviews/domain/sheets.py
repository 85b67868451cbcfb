"""Texts of a round: saved under revision numbers as drafts are, and kept in the log as what changed.

The browser sends whole texts; the difference is found here, so the log always adds up to what is stored, and no time in it
is the browser's.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from webapp.catalog.models import ProblemVersion
from webapp.interviews.domain.log import append
from webapp.interviews.domain.rounds import bring_up, lock
from webapp.interviews.domain.shared_texts import share_sheets
from webapp.interviews.domain.splices import Splice
from webapp.interviews.models import Round, Sheet
from webapp.practice.domain.code import check_text
from webapp.practice.domain.refusals import Refused


@dataclass(frozen=True)
class Saved:
    """What the server holds after a save. On a conflict that is another tab's text; `late` came after the end."""

    revision: int
    content: str
    saved_at: datetime
    conflict: bool = False
    late: bool = False


def save(round_id: UUID, name: str, content: Any, base: int, now: datetime) -> Saved:
    """Save what was written upon revision `base`; Refused if it is no text or there is no such sheet.

    While the round pauses it is kept as well. After the end it is kept beside, marked late, and counts for nothing.
    """
    text = check_text(content)
    bring_up(round_id, now)
    with transaction.atomic():
        round_ = lock(round_id)
        sheet = find(round_, name)
        if round_.erased_at:
            raise Refused("round.erased", "What was recorded in this round was deleted.", 410)
        if round_.state == Round.State.DONE:
            return _late(sheet, text, now)
        if round_.shared_at:
            raise Refused(
                "sheet.shared",
                "This round is shared with an interviewer now. Load the page again to write in it.",
                409,
            )
        if sheet.content == text:
            return Saved(sheet.revision, text, sheet.updated_at)
        if sheet.revision != base:
            return Saved(sheet.revision, sheet.content, sheet.updated_at, conflict=True)
        write(round_, sheet, text, now)
    return Saved(sheet.revision, sheet.content, sheet.updated_at)


def find(round_: Round, name: str) -> Sheet:
    """The sheet of that name; Refused where the round has none."""
    sheet = Sheet.objects.select_related("version").filter(round=round_, name=name).first()
    if sheet is None:
        raise Refused("sheet.unknown", "This round has no such sheet.", 404)
    return sheet


def write(round_: Round, sheet: Sheet, text: str, now: datetime) -> None:
    """Store the text and note the change; the caller's transaction holds the round's row.

    A full log costs the replay its end, and never anybody their text.
    """
    change = Splice.between(sheet.content, text)
    append(round_, "text", "candidate", now, sheet.name, place=change.place, cut=change.cut, put=change.put)
    sheet.content, sheet.revision, sheet.updated_at = text, sheet.revision + 1, now
    sheet.save(update_fields=["content", "revision", "updated_at"])


def add(
    round_: Round, name: str, now: datetime, version: ProblemVersion | None = None, text: str = ""
) -> Sheet:
    """A new sheet in the course of a round; `text` that is carried over is its first change."""
    sheet = Sheet.objects.create(round=round_, name=name, version=version, updated_at=now)
    if text:
        write(round_, sheet, text, now)
    share_sheets(round_, [sheet])
    return sheet


def _late(sheet: Sheet, text: str, now: datetime) -> Saved:
    if text != sheet.content and text != sheet.late_content:
        sheet.late_content, sheet.late_at = text, now
        sheet.save(update_fields=["late_content", "late_at"])
    return Saved(sheet.revision, sheet.content, sheet.updated_at, late=True)
