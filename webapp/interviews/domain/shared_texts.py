"""The texts of a round that two people share: written in a room's documents, and brought into sheets and log from there.

Whoever locks such a round finds its texts as they stand. What is handed in at zero is what was stored by then: a change that
the server stored later is not brought in.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from pycrdt import Text

from webapp.interviews.domain.log import Author, append
from webapp.interviews.domain.splices import Splice
from webapp.interviews.models import Round, Sheet
from webapp.live.domain.log import Change, heads_of
from webapp.live.domain.rooms import add_documents, standing
from webapp.live.models import Document, Room
from webapp.live.roles import Spec

PREFIX = "round"
ROOT = "content"
BURST = timedelta(seconds=1.5)
"""What one person types in so short a time is one change of the log."""


@dataclass(frozen=True)
class Burst:
    """One change for the log, with the text after it."""

    at: datetime
    by: Author
    sheet: Sheet
    change: Splice


def owner_of(round_id: UUID) -> str:
    """What a round's room is found by."""
    return f"{PREFIX}:{round_id}"


def room_of(round_: Round) -> Room | None:
    """The round's room; None while it is sat alone."""
    return Room.objects.filter(owner=owner_of(round_.pk)).first() if round_.shared_at else None


def spec_of(sheet: Sheet) -> Spec:
    """The shared document of a sheet."""
    return Spec(sheet.name, first=sheet.content)


def begun(sheet: Sheet) -> int:
    """The number of the change that a document begins with: its first text, where it has one."""
    return 1 if sheet.content else 0


def share_sheets(round_: Round, sheets: Iterable[Sheet]) -> None:
    """Sheets that were made while the round is shared get documents; the caller's transaction holds the round's row."""
    room = room_of(round_)
    if room is None:
        return
    rows = list(sheets)
    for sheet in rows:
        sheet.shared_seq = begun(sheet)
        sheet.save(update_fields=["shared_seq"])
    add_documents(room, [spec_of(sheet) for sheet in rows])


def bring_in(round_: Round) -> None:
    """Bring sheets and log up to what the documents hold, or held at the deadline. The caller holds the round's row."""
    if not round_.running or (room := room_of(round_)) is None or round_.deadline is None:
        return
    documents = {row.name: row.pk for row in Document.objects.filter(room=room)}
    heads = heads_of(documents.values())
    bursts: list[Burst] = []
    changed = []
    for sheet in Sheet.objects.filter(round=round_):
        document = documents.get(sheet.name)
        if document is None or heads.get(document, 0) <= sheet.shared_seq:
            continue
        found = list(_bursts(round_, sheet, document, round_.deadline))
        bursts += found
        changed.append(sheet)
    for burst in sorted(bursts, key=lambda one: one.at):
        change = burst.change
        append(
            round_, "text", burst.by, burst.at, burst.sheet.name, place=change.place, cut=change.cut, put=change.put
        )  # fmt: skip
    for sheet in changed:
        sheet.save(update_fields=["content", "revision", "updated_at", "shared_seq"])


def _bursts(round_: Round, sheet: Sheet, document: int, until: datetime) -> Iterator[Burst]:
    """What was written since, change by change; the sheet is moved along."""
    doc, later = standing(Document(pk=document), sheet.shared_seq)
    text = doc.get(ROOT, type=Text)
    for group in _grouped(change for change in later if change.at <= until):
        for change in group:
            doc.apply_update(change.update)
        new, last = fitting(str(text)), group[-1]
        sheet.shared_seq = last.seq
        if new == sheet.content:
            continue
        splice = Splice.between(sheet.content, new)
        sheet.content, sheet.revision, sheet.updated_at = new, sheet.revision + 1, last.at
        by: Author = "candidate" if last.author == round_.interview.user_id else "interviewer"
        yield Burst(last.at, by, sheet, splice)


def _grouped(changes: Iterable[Change]) -> Iterator[list[Change]]:
    group: list[Change] = []
    for change in changes:
        if group and (change.author != group[0].author or change.at - group[0].at > BURST):
            yield group
            group = []
        group.append(change)
    if group:
        yield group


def fitting(text: str) -> str:
    """No more than is taken of a sheet that one person writes: editors keep to that, a forged update need not."""
    data = text.replace("\0", "").encode("utf-8", "replace")
    return data[: settings.MAX_CODE_BYTES].decode("utf-8", "ignore")
