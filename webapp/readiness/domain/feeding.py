"""The plan as an iCalendar feed behind a link that only its owner knows, and can take back."""

import hashlib
import secrets
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta

from webapp.accounts.models import User
from webapp.readiness.domain.owning import goal_of
from webapp.readiness.domain.scheduling import PlannedDay
from webapp.readiness.models import Goal

_ESCAPES = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n"})
_OCTETS = 75


def make_link(user: User) -> str:
    """A new secret, of which only the hash is kept; an earlier one stops working."""
    secret = secrets.token_urlsafe(32)
    goal = goal_of(user)
    goal.feed_hash = _hash(secret)
    goal.save()
    return secret


def revoke_link(user: User) -> None:
    """Take the link back."""
    Goal.objects.filter(user=user).update(feed_hash=None)


def owner_of(secret: str) -> Goal | None:
    """Whose link it is."""
    return Goal.objects.select_related("user").filter(feed_hash=_hash(secret), user__is_active=True).first()


def calendar(days: Sequence[PlannedDay], goal: Goal, now: datetime) -> str:
    """The plan as RFC 5545 text: one all-day event for each day on which there is something to do."""
    return "".join(f"{part}\r\n" for line in _lines(days, goal, now) for part in _folded(line))


def _lines(days: Sequence[PlannedDay], goal: Goal, now: datetime) -> Iterator[str]:
    yield from ("BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Readyroom//Plan//EN", "X-WR-CALNAME:Readyroom")
    yield "REFRESH-INTERVAL;VALUE=DURATION:PT6H"
    for day in days:
        if day.tasks:
            texts = [f"{task.minutes} min: {task.title}" for task in day.tasks]
            yield from _event(
                f"plan-{day.day:%Y%m%d}",
                day.day,
                f"Practise {day.minutes} min: {day.tasks[0].title}",
                texts,
                goal,
                now,
            )
    if goal.interview_on:
        yield from _event("interview", goal.interview_on, f"Interview, level {goal.level}", [], goal, now)
    yield "END:VCALENDAR"


def _event(
    name: str, start: date, summary: str, texts: Sequence[str], goal: Goal, now: datetime
) -> Iterator[str]:
    yield from (
        "BEGIN:VEVENT",
        f"UID:{name}-{goal.pk}@readyroom",
        f"DTSTAMP:{now.astimezone(UTC):%Y%m%dT%H%M%SZ}",
    )
    yield from (f"DTSTART;VALUE=DATE:{start:%Y%m%d}", f"DTEND;VALUE=DATE:{start + timedelta(1):%Y%m%d}")
    yield from ("TRANSP:TRANSPARENT", f"SUMMARY:{summary.translate(_ESCAPES)}")
    if texts:
        yield "DESCRIPTION:" + "\n".join(texts).translate(_ESCAPES)
    yield "END:VEVENT"


def _folded(line: str) -> Iterator[str]:
    """Lines of at most 75 octets, never cut within a character; those that go on begin with a space."""
    part = ""
    for sign in line:
        if len((part + sign).encode()) > _OCTETS:
            yield part
            part = " "
        part += sign
    yield part


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
