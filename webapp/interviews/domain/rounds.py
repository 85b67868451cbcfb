"""A round's life: started, paused, warned, handed in. Each step happens once, whoever tries, and however many at once.

Every door into a round calls `bring_up` first: what was due is done before anything else happens. A periodic task, a task
for the very moment and any request may do that; the row's lock and conditional updates let one of them win.
"""

from datetime import datetime, timedelta
from uuid import UUID

import structlog
from django.db import IntegrityError, transaction

from webapp.interviews.domain.clock import Clock, started, warnings
from webapp.interviews.domain.handing_in import grade_what_is_there
from webapp.interviews.domain.log import Author, append
from webapp.interviews.domain.preparing import lay_out
from webapp.interviews.domain.shared_texts import bring_in, room_of
from webapp.interviews.models import Round
from webapp.live.domain import bells
from webapp.live.domain.rooms import close_room
from webapp.practice.domain.holding import release
from webapp.practice.domain.refusals import Refused

log = structlog.get_logger(__name__)
RUNNING = (Round.State.OPEN, Round.State.PAUSED)


def clock_of(round_: Round) -> Clock:
    """The clock of a round that was started."""
    if round_.deadline is None:
        raise ValueError("a round that was not started has no clock")
    return Clock(round_.minutes, round_.deadline, round_.warned, round_.pause_until)


def lock(round_id: UUID) -> Round:
    """The round, locked for the rest of the transaction, with what two people wrote in it until now.

    Whoever also needs the user's row takes that one after it.
    """
    round_ = Round.objects.select_for_update(of=("self",)).select_related("interview__user").get(pk=round_id)
    bring_in(round_)
    return round_


def start(round_id: UUID, now: datetime) -> Round:
    """Start the clock; from here on the deadline stands in the database. Again changes nothing."""
    try:
        with transaction.atomic():
            round_ = lock(round_id)
            clock = started(round_.minutes, now)
            changed = Round.objects.filter(pk=round_.pk, state=Round.State.PLANNED).update(
                state=Round.State.OPEN, started_at=now, deadline=clock.deadline, next_at=clock.next_at
            )
            if changed == 1:
                append(round_, "started", "candidate", now, minutes=round_.minutes)
                lay_out(round_, now)
                tell(round_)
    except IntegrityError:
        raise Refused(
            "round.other", "Another round of this interview is running. Hand that in first.", 409
        ) from None
    return Round.objects.get(pk=round_id)


def pause(round_id: UUID, now: datetime) -> Round:
    """Stop the clock for a while, where the loop allows that; Refused where it does not."""
    bring_up(round_id, now)
    with transaction.atomic():
        round_ = lock(round_id)
        if round_.state != Round.State.OPEN:
            raise Refused("round.not_running", "The clock is not running.", 409)
        if round_.pauses >= round_.pause_times:
            words = "This round cannot be paused." if not round_.pause_times else "All pauses are used up."
            raise Refused("round.no_pause", words, 409)
        clock = clock_of(round_).pause(now, timedelta(minutes=round_.pause_minutes))
        Round.objects.filter(pk=round_.pk).update(
            state=Round.State.PAUSED,
            deadline=clock.deadline,
            pause_until=clock.pause_until,
            next_at=clock.next_at,
            pauses=round_.pauses + 1,
        )
        append(round_, "paused", "candidate", now, until=str(clock.pause_until))
        tell(round_)
    return Round.objects.get(pk=round_id)


def resume(round_id: UUID, now: datetime) -> Round:
    """Let the clock go on; one that goes on already does."""
    bring_up(round_id, now)
    with transaction.atomic():
        round_ = lock(round_id)
        if round_.state == Round.State.PAUSED:
            _go_on(round_, "candidate", now)
    return Round.objects.get(pk=round_id)


def hand_in(round_id: UUID, now: datetime) -> Round:
    """The candidate is done. Again changes nothing, and neither does it when the clock was first."""
    bring_up(round_id, now)
    with transaction.atomic():
        round_ = lock(round_id)
        if round_.state == Round.State.PLANNED:
            raise Refused("round.not_running", "The round was not started.", 409)
        _finish(round_, Round.By.CANDIDATE, now)
    return Round.objects.get(pk=round_id)


def bring_up(round_id: UUID, now: datetime) -> None:
    """Do what the clock had to do until now: end a pause, warn, hand in."""
    if not Round.objects.filter(pk=round_id, next_at__lte=now).exists():
        return
    with transaction.atomic():
        round_ = lock(round_id)
        while round_.next_at is not None and round_.next_at <= now:
            _do_next(round_, now)
            round_.refresh_from_db()


def due(now: datetime, within: timedelta = timedelta()) -> list[tuple[UUID, datetime]]:
    """Rounds whose clock has something to do by then, with when; the most overdue first."""
    rows = Round.objects.filter(next_at__lte=now + within).order_by("next_at").values_list("pk", "next_at")
    return [(pk, at) for pk, at in rows if at is not None]


def _do_next(round_: Round, now: datetime) -> None:
    """One thing, noted as of when it was due."""
    clock = clock_of(round_)
    at = clock.next_at
    if clock.paused:
        _go_on(round_, "clock", at)
    elif at == clock.deadline and clock.warned >= len(warnings(round_.minutes)):
        _finish(round_, Round.By.CLOCK, at)
    else:
        warning, after = warnings(round_.minutes)[clock.warned], clock.warn()
        changed = Round.objects.filter(pk=round_.pk, state=Round.State.OPEN, warned=clock.warned).update(
            warned=after.warned, next_at=after.next_at
        )
        if changed == 1:
            append(round_, "warned", "clock", at, left=warning.name)
    late = (now - at).total_seconds()
    if late > 1:
        log.info("clock was late", round=str(round_.pk), seconds=round(late, 1))


def _go_on(round_: Round, by: Author, at: datetime) -> None:
    clock = clock_of(round_).resume(at)
    Round.objects.filter(pk=round_.pk, state=Round.State.PAUSED).update(
        state=Round.State.OPEN, deadline=clock.deadline, pause_until=None, next_at=clock.next_at
    )
    append(round_, "resumed", by, at)
    tell(round_)


def _finish(round_: Round, by: Round.By, at: datetime) -> bool:
    """Make what is there final: exactly one caller gets to, and the grading it starts is part of the same transaction."""
    changed = Round.objects.filter(pk=round_.pk, state__in=RUNNING).update(
        state=Round.State.DONE, finished_at=at, finished_by=by, next_at=None, pause_until=None
    )
    if changed != 1:
        return False
    append(round_, "handed-in", "clock" if by == Round.By.CLOCK else "candidate", at)
    release(round_.pk)
    grade_what_is_there(round_, at)
    if room := room_of(round_):
        close_room(room)
    tell(round_)
    log.info("round handed in", round=str(round_.pk), by=str(by))
    return True


def tell(round_: Round) -> None:
    """Whoever has the shared room open looks again."""
    if room := room_of(round_):
        bells.news(room.pk)
