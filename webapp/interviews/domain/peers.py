"""Two candidates who interview each other: a waiting list by level and kind of round, and what a match comes to.

Who waits is there: a wait counts only while its page is open, so that nobody is matched with a closed laptop. What is due
(somebody did not come) is done by whoever looks next.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from webapp.accounts.models import User
from webapp.interviews.domain.drawing import book, loops
from webapp.interviews.domain.seating import seat_interviewer
from webapp.interviews.models import Pairing, Round, Seeker
from webapp.practice.domain.refusals import Refused

LOOP = "short"
ALIVE = timedelta(seconds=45)
"""A page that has said nothing for so long is taken for closed."""
COMES = timedelta(minutes=5)
"""So long a match waits until both have come."""
TURN = timedelta(minutes=10)
"""So long the second half waits for a first one that nobody starts."""
RECENTLY = timedelta(days=7)


@dataclass(frozen=True)
class Wait:
    """Where somebody's wait stands: how many others wait for something else, and how many pairs met for this lately."""

    seeker: Seeker
    elsewhere: int
    lately: int


def kinds() -> list[tuple[str, str, int]]:
    """What two can sit together: kind, title and minutes of each half."""
    loop = loops().find(LOOP)
    return [(round_.kind, round_.title, round_.minutes) for round_ in loop.rounds] if loop else []


def seek(user: User, level: str, kind: str, now: datetime) -> Pairing | None:
    """Wait for a peer from now on, instead of for whatever the user waited for before; the match if one is there."""
    loop = loops().find(LOOP)
    if loop is None or level not in loop.levels or kind not in {one for one, _, _ in kinds()}:
        raise Refused("peers.unknown", "Choose a level and one of the rounds.", 400)
    if (met := meeting_of(user, now)) is not None:
        return met
    with transaction.atomic():
        Seeker.objects.filter(user=user, state=Seeker.State.WAITING).update(state=Seeker.State.WITHDRAWN)
        seeker = Seeker.objects.create(user=user, level=level, kind=kind, since=now, seen_at=now)
    return _match(seeker, now)


def withdraw(user: User, now: datetime) -> None:
    """Wait no longer. Whoever was matched with them goes back to waiting, before those who came later."""
    Seeker.objects.filter(user=user, state=Seeker.State.WAITING).update(state=Seeker.State.WITHDRAWN)
    with transaction.atomic():
        for row in Pairing.objects.select_for_update().filter(_of(user), state=Pairing.State.MEETING):
            _miss(row, [row.second if row.first_id == user.pk else row.first], now)


def look(user: User, now: datetime) -> Wait | Pairing | None:
    """Where the user stands: matched, waiting, or neither. That they look keeps their wait alive."""
    if (met := meeting_of(user, now)) is not None:
        return met
    seeker = Seeker.objects.filter(user=user, state=Seeker.State.WAITING).first()
    if seeker is None:
        return None
    Seeker.objects.filter(pk=seeker.pk).update(seen_at=now)
    if (made := _match(seeker, now)) is not None:
        return made
    others = Seeker.objects.filter(state=Seeker.State.WAITING, seen_at__gte=now - ALIVE).exclude(user=user)
    lately = Pairing.objects.filter(
        level=seeker.level, kind=seeker.kind, state=Pairing.State.ON, made_at__gte=now - RECENTLY
    )
    return Wait(seeker, others.exclude(level=seeker.level, kind=seeker.kind).count(), lately.count())


def meeting_of(user: User, now: datetime) -> Pairing | None:
    """The match that the user is expected at; what nobody came to in time is over before that."""
    for row in Pairing.objects.filter(_of(user), state=Pairing.State.MEETING):
        bring_up(row.pk, now)
    return Pairing.objects.filter(_of(user), state=Pairing.State.MEETING).first()


def bring_up(pairing_id: UUID, now: datetime) -> None:
    """End a match that one of the two, or both, did not come to: who came waits again, at their old place."""
    with transaction.atomic():
        row = Pairing.objects.select_for_update().get(pk=pairing_id)
        if row.state == Pairing.State.MEETING and row.made_at + COMES <= now:
            came = [
                user for user, here in ((row.first, row.first_here), (row.second, row.second_here)) if here
            ]
            _miss(row, came, now)


def arrive(pairing_id: UUID, user: User, now: datetime) -> Pairing:
    """The user is there. When both are, the two rounds are drawn and both are seated in each."""
    bring_up(pairing_id, now)
    with transaction.atomic():
        row = (
            Pairing.objects.select_for_update(of=("self",))
            .select_related("first", "second")
            .get(pk=pairing_id)
        )
        if row.state == Pairing.State.MISSED:
            raise Refused("peers.missed", "This match is over: one of you did not come in time.", 409)
        if row.state == Pairing.State.MEETING:
            here = "first_here" if row.first_id == user.pk else "second_here"
            setattr(row, here, getattr(row, here) or now)
            if row.first_here and row.second_here:
                row.first_round = _draw(row, row.first, row.second, now)
                row.second_round = _draw(row, row.second, row.first, now)
                row.state, row.begun_at = Pairing.State.ON, now
            row.save()
    return row


def check_turn(round_: Round, now: datetime) -> None:
    """Refused where the round is a second half and the first is still to come."""
    row = Pairing.objects.filter(second_round=round_).select_related("first_round").first()
    first = row.first_round if row else None
    if row is None or first is None or row.begun_at is None or first.state == Round.State.DONE:
        return
    if first.running or now < row.begun_at + TURN:
        raise Refused("peers.turn", "The other half comes first: you interview, and then you swap.", 409)


def swap_of(round_: Round) -> Round | None:
    """The half that comes after this one; None where there is none, or it was begun."""
    row = Pairing.objects.filter(first_round=round_).select_related("second_round").first()
    other = row.second_round if row else None
    return other if other and other.state == Round.State.PLANNED else None


def _of(user: User) -> Q:
    return Q(first=user) | Q(second=user)


def _match(seeker: Seeker, now: datetime) -> Pairing | None:
    """With whoever has waited longest for the same; both rows must still be waiting."""
    waiting = Seeker.objects.filter(
        level=seeker.level, kind=seeker.kind, state=Seeker.State.WAITING, seen_at__gte=now - ALIVE
    ).exclude(user=seeker.user_id)
    with transaction.atomic():
        other = waiting.first()
        if other is None:
            return None
        both = sorted(
            (seeker, other), key=lambda one: one.pk
        )  # always in this order: two who match each other at once
        locked = list(
            Seeker.objects.select_for_update(of=("self",))
            .filter(pk__in=[one.pk for one in both], state=Seeker.State.WAITING)
            .select_related("user")
            .order_by("pk")
        )
        if len(locked) < len(both):
            return None
        Seeker.objects.filter(pk__in=[one.pk for one in locked]).update(state=Seeker.State.MATCHED)
        first, second = sorted(locked, key=lambda one: (one.since, one.pk))
        return Pairing.objects.create(
            level=seeker.level, kind=seeker.kind, made_at=now, first=first.user, second=second.user,
            first_since=first.since, second_since=second.since,
        )  # fmt: skip


def _miss(row: Pairing, back: list[User], now: datetime) -> None:
    """The match is over; these wait again, since when they did."""
    if Pairing.objects.filter(pk=row.pk, state=Pairing.State.MEETING).update(state=Pairing.State.MISSED) != 1:
        return
    for user in back:
        since = row.first_since if user.pk == row.first_id else row.second_since
        Seeker.objects.get_or_create(
            user=user,
            state=Seeker.State.WAITING,
            defaults={"level": row.level, "kind": row.kind, "since": since, "seen_at": now},
        )


def _draw(row: Pairing, candidate: User, interviewer: User, now: datetime) -> Round:
    """A round for one, with the other in the interviewer's seat. What one has interviewed on is not drawn for them."""
    loop = loops().find(LOOP)
    assert loop is not None
    ids = tuple(round_.id for round_ in loop.rounds if round_.kind == row.kind)[:1]
    return seat_interviewer(book(candidate, LOOP, row.level, ids, now).rounds.get(), interviewer, now)
