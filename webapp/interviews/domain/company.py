"""A round with a person: who is let into its room, links for the interviewer, and what the interviewer does in it."""

from datetime import datetime
from urllib.parse import urlsplit
from uuid import UUID

from django.db import transaction
from django.urls import reverse

from webapp.accounts.models import User
from webapp.interviews.domain.access import Role, may_enter
from webapp.interviews.domain.attempts import go_on, running, stage
from webapp.interviews.domain.content import content_of
from webapp.interviews.domain.log import append
from webapp.interviews.domain.people import interviewer_of
from webapp.interviews.domain.probing import put
from webapp.interviews.domain.rounds import bring_up, lock, tell
from webapp.interviews.domain.shared_texts import begun, owner_of, spec_of
from webapp.interviews.domain.sheets import find
from webapp.interviews.models import Event, Round, Sheet
from webapp.live.domain.rooms import open_room
from webapp.live.models import Room
from webapp.live.roles import Audience, Kind, Spec
from webapp.live.roles import Role as Seat
from webapp.practice.domain.refusals import Refused

CHAT, PRIVATE = "chat", "private"
SEATS = {Role.CANDIDATE: Seat.CANDIDATE, Role.INTERVIEWER: Seat.INTERVIEWER, Role.STAFF: Seat.OBSERVER}
LONGEST_NOTE = 1000


def enters_as(user: User, owner: str) -> Seat | None:
    """What somebody is in a round's room, for `live`."""
    role = may_enter(user, UUID(owner.partition(":")[2]))
    return SEATS[role] if role else None


def invites_as(user: User, owner: str) -> frozenset[Seat]:
    """As what somebody may be invited: an interviewer, by the candidate or by staff, until somebody has that seat."""
    round_id = UUID(owner.partition(":")[2])
    role = may_enter(user, round_id)
    if role not in (Role.CANDIDATE, Role.STAFF):
        return frozenset()
    round_ = Round.objects.select_related("interview").get(pk=round_id)
    free = round_.state != Round.State.DONE and interviewer_of(round_) is None
    return frozenset({Seat.INTERVIEWER}) if free else frozenset()


def page_of(owner: str) -> str:
    """Where the room is shown."""
    return reverse("interviews:room", args=[owner.partition(":")[2]])


def share(round_id: UUID, now: datetime) -> Room:
    """Make the round one for two: from here on its texts are documents of a room. Again changes nothing."""
    bring_up(round_id, now)
    with transaction.atomic():
        round_ = lock(round_id)
        if round_.state == Round.State.DONE:
            raise Refused("round.over", "The round is over; nobody can join it any more.", 409)
        sheets = list(round_.sheets.all())
        documents = [
            Spec(CHAT, Kind.CHAT),
            Spec(PRIVATE, audience=Audience.INTERVIEWERS),
            *map(spec_of, sheets),
        ]
        candidate = round_.interview.user
        room = open_room(owner_of(round_.pk), {candidate: Seat.CANDIDATE}, documents, title=round_.title)
        if Round.objects.filter(pk=round_.pk, shared_at=None).update(shared_at=now):
            for sheet in sheets:
                sheet.shared_seq = begun(sheet)
                sheet.save(update_fields=["shared_seq"])
            append(round_, "shared", "candidate", now)
    return room


def set_call(round_id: UUID, url: str) -> None:
    """Where the two talk; empty for nowhere. Refused for anything but an address of the web that is encrypted."""
    address = url.strip()
    parts = urlsplit(address)
    if address and (parts.scheme != "https" or not parts.netloc or len(address) > 500):
        raise Refused("call.url", "A link for voice or video begins with https://.", 400)
    with transaction.atomic():
        round_ = lock(round_id)
        Round.objects.filter(pk=round_.pk).update(call_url=address)
        tell(round_)


def release_hint(round_id: UUID, name: str, number: int, now: datetime) -> int:
    """Give the candidate the next hint of a task; how many are out. `number` is what the interviewer saw as next."""
    bring_up(round_id, now)
    with transaction.atomic():
        round_ = running(lock(round_id))
        sheet = find(round_, name)
        out = hints_out(round_).get(name, 0)
        have = len(sheet.version.hints) if sheet.version else 0
        if number != out + 1:  # the other click was first
            return out
        if out >= have:
            raise Refused("hint.none", "There is no further hint.", 409)
        append(round_, "hint", "interviewer", now, name, number=number)
        tell(round_)
    return number


def hints_out(round_: Round) -> dict[str, int]:
    """How many hints of each task the candidate was given."""
    found: dict[str, int] = {}
    for name in Event.objects.filter(round=round_, kind="hint").values_list("sheet", flat=True):
        found[name] = found.get(name, 0) + 1
    return found


def hints_given(round_: Round, sheet: Sheet) -> list[dict[str, str]]:
    """The hints of a task that its candidate was given, mildest first."""
    return list(sheet.version.hints[: hints_out(round_).get(sheet.name, 0)]) if sheet.version else []


def ask(round_id: UUID, question_id: str, number: int, now: datetime) -> str:
    """Ask this follow-up (its number, from 1), whatever the answer says; its sheet. One that was asked stays as it is."""
    bring_up(round_id, now)
    with transaction.atomic():
        round_ = running(lock(round_id))
        question = content_of(round_).question(question_id)
        if question is None or not 1 <= number <= len(question.probes):
            raise Refused("question.unknown", "This round has no such follow-up.", 404)
        name = f"{question.id}-{number}"
        if not round_.sheets.filter(name=name).exists():
            put(round_, name, question.probes[number - 1], now)
    return name


def change_constraint(round_id: UUID, now: datetime) -> bool:
    """Open the next stage for the candidate, with the code as it stands."""
    return go_on(round_id, stage(Round.objects.get(pk=round_id)), now, by="interviewer")


def note(round_id: UUID, text: str, sheet: str, now: datetime) -> int:
    """Keep a note of the interviewer's at its moment: the event's number. It is shown when the marks are."""
    words = text.strip()
    if not words or len(words) > LONGEST_NOTE:
        raise Refused("note.size", f"A note has between 1 and {LONGEST_NOTE} characters.", 400)
    bring_up(round_id, now)
    with transaction.atomic():
        round_ = lock(round_id)
        if round_.state == Round.State.PLANNED:
            raise Refused("round.not_running", "The round was not started.", 409)
        if sheet and not round_.sheets.filter(name=sheet).exists():
            raise Refused("sheet.unknown", "This round has no such sheet.", 404)
        event = append(round_, "note", "interviewer", now, sheet, text=words)
        if event is None:
            raise Refused("log.full", "The log of this round is full; write into the private notes.", 409)
    return event.number
