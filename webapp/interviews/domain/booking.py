"""A day of rounds: each at its time, with breaks."""

from datetime import datetime, timedelta

from webapp.interviews.models import Interview


def plan_day(interview: Interview, first: datetime, break_minutes: int) -> None:
    """Give each round that was not started its time, one after the other."""
    at = first
    for round_ in interview.rounds.filter(state="planned").order_by("number"):
        round_.booked_at = at
        round_.save(update_fields=["booked_at"])
        at += timedelta(minutes=round_.minutes + break_minutes)
