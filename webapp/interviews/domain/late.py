"""What two people wrote and the server got after the end: kept beside what was handed in, marked late, and counted for nothing.

A browser that was away at zero sends its documents when it is back. They go into the room's log, where both people's late
words meet as words in time do, and a sheet's late text is what its document comes to.
"""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from django.db import transaction
from pycrdt import Text

from webapp.accounts.models import User
from webapp.interviews.domain.access import Role
from webapp.interviews.domain.rounds import bring_up, lock
from webapp.interviews.domain.shared_texts import ROOT, fitting, room_of
from webapp.interviews.models import Round, Sheet
from webapp.live.domain.chat import LONGEST, NoLine, TooLong, line_of
from webapp.live.domain.log import Behind, NewChange, append, heads_of
from webapp.live.domain.reading import Malformed, read
from webapp.live.domain.replica import Broken, Fit, Replica, fetch
from webapp.live.domain.rooms import load
from webapp.live.models import Document
from webapp.live.roles import Kind, may_write
from webapp.live.roles import Role as Seat
from webapp.practice.domain.refusals import Refused

SEATS = {Role.CANDIDATE: Seat.CANDIDATE, Role.INTERVIEWER: Seat.INTERVIEWER}


def take(round_id: UUID, name: str, data: bytes, user: User, role: Role, now: datetime) -> bool:
    """Keep what a browser still had of a document; False where the server had all of it. Refused while the round runs."""
    bring_up(round_id, now)
    with transaction.atomic():
        round_ = lock(round_id)
        document = _document(round_, role, name=name, kind=Kind.TEXT)
        new = _store(document, user, lambda replica: data)
        bring_in_late(round_, now)
    return new


def take_line(round_id: UUID, id: object, text: object, user: User, role: Role, now: datetime) -> bool:
    """Keep a line of the chat that its browser never got rid of; False where it is there. Refused while the round runs."""
    bring_up(round_id, now)
    try:
        line = line_of(user, id, text, now)
    except TooLong:
        raise Refused("line.size", f"A line has at most {LONGEST} characters.", 413) from None
    except NoLine:
        raise Refused("line.malformed", "This is no line of a chat.", 400) from None
    with transaction.atomic():
        document = _document(lock(round_id), role, kind=Kind.CHAT)
        return _store(document, user, lambda replica: replica.line(line))


def _document(round_: Round, role: Role, **which: str) -> Document:
    """That document of the round's room, which is closed; the caller holds the row. Refused where nothing is taken late."""
    if round_.erased_at:
        raise Refused("round.erased", "What was recorded in this round was deleted.", 410)
    room = room_of(round_)
    if round_.state != Round.State.DONE or room is None:
        raise Refused("late.early", "The round is not over: what is written goes into its room.", 409)
    document = Document.objects.filter(room=room, **which).first()
    if document is None or not may_write(SEATS[role], document.audience):
        raise Refused("sheet.unknown", "This round has no such sheet.", 404)
    return document


def _store(document: Document, user: User, made: Callable[[Replica], bytes | None]) -> bool:
    """Store the update that is made for the document as it stands; False where there is nothing new in it."""
    try:
        replica = Replica(fetch(document.pk))
        data = made(replica)
        if data is None:
            return False
        update = read(data, replica.kind)
        fit = replica.fit(update, user.pk, len(data))
        if update.empty or fit is Fit.KNOWN:
            return False
        if fit is not Fit.NEW:
            raise Refused("late.unfit", "This does not go on from what the round holds.", 409)
        before = replica.state()
        clients = replica.take(data, update, user.pk)
        writer = replica.writer(user.pk)
        append([NewChange(document.pk, replica.seq, user.pk, replica.missing(before), clients, writer)])
    except (Malformed, Broken):
        raise Refused("late.malformed", "This is no text that was written in this round.", 400) from None
    except Behind:
        raise Refused("late.again", "Somebody else’s words came at this moment. Try again.", 503) from None
    return True


def bring_in_late(round_: Round, now: datetime) -> None:
    """Put beside each sheet what its document holds beyond it. The caller holds the row of a round that is over."""
    room = room_of(round_)
    if room is None or round_.erased_at:
        return
    documents = {row.name: row for row in Document.objects.filter(room=room)}
    heads = heads_of(row.pk for row in documents.values())
    for sheet in Sheet.objects.filter(round=round_):
        document = documents.get(sheet.name)
        if document is None or heads.get(document.pk, 0) <= sheet.shared_seq:
            continue
        text = fitting(str(load(document).get(ROOT, type=Text)))
        sheet.shared_seq = heads[document.pk]
        if text != sheet.content and text != sheet.late_content:
            sheet.late_content, sheet.late_at = text, now
        sheet.save(update_fields=["late_content", "late_at", "shared_seq"])


def look_for_late(round_: Round, now: datetime) -> None:
    """The same for whoever looks at a round that is over: a change may have been stored while it was being ended."""
    if round_.shared_at and not round_.erased_at and _behind(round_):
        with transaction.atomic():
            bring_in_late(lock(round_.pk), now)


def _behind(round_: Round) -> bool:
    room = room_of(round_)
    names = dict(Document.objects.filter(room=room).values_list("pk", "name")) if room else {}
    known = dict(round_.sheets.values_list("name", "shared_seq"))
    return any(seq > known.get(names[pk], seq) for pk, seq in heads_of(names).items())
