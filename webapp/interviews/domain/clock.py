"""The rules of a round's clock, on plain values: when it warns, when it ends, what a pause does. Knows no database."""

from dataclasses import dataclass
from datetime import datetime, timedelta

LEFT = (timedelta(minutes=5), timedelta(minutes=1))
"""Warnings beside the one at half of the time."""


@dataclass(frozen=True)
class Warned:
    """Given when so much is left."""

    left: timedelta
    name: str


@dataclass(frozen=True)
class Clock:
    """A clock that was started. `deadline` is the latest end: a pause that goes on has moved it as far as it may."""

    minutes: int
    deadline: datetime
    warned: int = 0
    pause_until: datetime | None = None

    @property
    def paused(self) -> bool:
        """Whether it stands still."""
        return self.pause_until is not None

    @property
    def next_at(self) -> datetime:
        """When there is something to do next: the pause ends by itself, a warning is due, or time is up."""
        if self.pause_until is not None:
            return self.pause_until
        due = warnings(self.minutes)
        return self.deadline - due[self.warned].left if self.warned < len(due) else self.deadline

    def left(self, now: datetime) -> timedelta:
        """Working time that is left; it does not run down during a pause, and is never below nothing."""
        at = now if self.pause_until is None else max(now, self.pause_until)
        return max(self.deadline - at, timedelta())

    def pause(self, now: datetime, most: timedelta) -> "Clock":
        """Stand still for at most so long."""
        return Clock(self.minutes, self.deadline + most, self.warned, now + most)

    def resume(self, now: datetime) -> "Clock":
        """Go on, giving back what is left of the pause."""
        if self.pause_until is None:
            return self
        unused = max(self.pause_until - now, timedelta())
        return Clock(self.minutes, self.deadline - unused, self.warned)

    def warn(self) -> "Clock":
        """The next warning was given."""
        return Clock(self.minutes, self.deadline, self.warned + 1, self.pause_until)


def started(minutes: int, now: datetime) -> Clock:
    """A clock that starts now."""
    return Clock(minutes, now + timedelta(minutes=minutes))


def warnings(minutes: int) -> tuple[Warned, ...]:
    """What is warned of in a round of that length, in the order in which it comes."""
    whole = timedelta(minutes=minutes)
    named = {left: f"{int(left / timedelta(minutes=1))} min" for left in LEFT} | {whole / 2: "half"}
    return tuple(Warned(left, named[left]) for left in sorted(named, reverse=True) if left < whole)
