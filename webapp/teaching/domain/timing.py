"""The dates of an assignment for one person, on plain values: when it is open, what late costs. Knows no database."""

import math
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

DAY = timedelta(days=1)


class Phase(StrEnum):
    """Where an assignment stands for somebody."""

    BEFORE = "before"
    OPEN = "open"
    LATE = "late"
    CLOSED = "closed"


@dataclass(frozen=True)
class Window:
    """When it opens, is due and closes; `penalty` percent of the points are lost for each day begun after it was due."""

    opens_at: datetime
    due_at: datetime
    late_until: datetime | None = None
    penalty: int = 0
    extended: bool = False

    @property
    def closes_at(self) -> datetime:
        """From then on nothing is taken."""
        return self.late_until if self.late_until and self.late_until > self.due_at else self.due_at

    def phase(self, now: datetime) -> Phase:
        """Where it stands. The due moment itself is still in time, and so is the last late one."""
        if now < self.opens_at:
            return Phase.BEFORE
        if now <= self.due_at:
            return Phase.OPEN
        return Phase.LATE if now <= self.closes_at else Phase.CLOSED

    def takes(self, now: datetime) -> bool:
        """Whether work is taken."""
        return self.phase(now) in (Phase.OPEN, Phase.LATE)

    def factor(self, at: datetime) -> float:
        """What is left of the points of work handed in then, 0 to 1; nothing once it is closed."""
        if at <= self.due_at:
            return 1.0
        if at > self.closes_at:
            return 0.0
        days = math.ceil((at - self.due_at) / DAY)
        return max(0.0, 1.0 - self.penalty / 100 * days)


def clock_words(left: timedelta) -> str:
    """12:34, or 1:02:03."""
    seconds = max(0, math.ceil(left.total_seconds()))
    hours, minutes, seconds = seconds // 3600, seconds // 60 % 60, seconds % 60
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"
