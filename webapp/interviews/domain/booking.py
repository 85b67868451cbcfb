"""A day of rounds: each at its time, with breaks."""

from datetime import datetime, timedelta

from webapp.interviews.models import Interview
from webapp.practice.domain.refusals import Refused

SHOWN_FOR = timedelta(hours=12)
"""So long after its time a booked round that was not started is still listed."""
AHEAD = timedelta(days=366)


def plan_day(interview: Interview, first: datetime, break_minutes: int, now: datetime) -> None:
    """Give each round that was not started its time, one after the other; Refused for a day that is over or years away."""
    check_day(first, now)
    at = first
    for round_ in interview.rounds.filter(state="planned").order_by("number"):
        round_.booked_at = at
        round_.save(update_fields=["booked_at"])
        at += timedelta(minutes=round_.minutes + break_minutes)


def check_day(first: datetime, now: datetime) -> None:
    """Refused where nobody could sit a first round then."""
    if not now - timedelta(minutes=5) <= first <= now + AHEAD:
        raise Refused("booking.day", "The first round is at a time to come, within a year.", 400)


def free_day(interview: Interview) -> None:
    """Take the times back."""
    interview.rounds.filter(state="planned").update(booked_at=None)
