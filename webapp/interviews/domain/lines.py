"""One criterion in a report: how it was marked, on what that rests, and what one level more would have been."""

from dataclasses import dataclass
from typing import Any

from webapp.interviews.domain.computing import Computed
from webapp.interviews.domain.marking import Item
from webapp.interviews.models import Mark

LOW = 0.5
"""A criterion below this share of its points is one to work on."""


@dataclass(frozen=True)
class Line:
    """One criterion: how it was marked, on what that rests, and what one level more would have been."""

    item: Item
    mark: Mark | None
    computed: Computed | None
    at: str
    given: Mark | None = None  # by the interviewer
    proposed: Mark | None = None  # by a language model; counts for nothing
    judging: bool = False  # whether it is the interviewer who looks

    @property
    def level(self) -> int | None:
        """The level that counts, from 0; None while nobody has said."""
        if self.item.computed:
            return self.computed.level if self.computed else None
        counts = self.given or self.mark
        return counts.level if counts else None

    @property
    def own(self) -> int | None:
        """The level that whoever looks has given, or that is computed."""
        if self.item.computed:
            return self.level
        mine = self.given if self.judging else self.mark
        return mine.level if mine else None

    @property
    def by(self) -> str:
        """By whom the level that counts is."""
        return "computed" if self.item.computed else "interviewer" if self.given else "self"

    @property
    def share(self) -> float | None:
        """Of the criterion's points."""
        levels = self.item.criterion.levels
        return None if self.level is None else levels[self.level].points / levels[-1].points

    @property
    def low(self) -> bool:
        """Whether it is one to work on."""
        return self.share is not None and self.share < LOW

    def data(self) -> dict[str, Any]:
        """As plain data."""
        levels = self.item.criterion.levels
        above = levels[self.level + 1] if self.level is not None and self.level + 1 < len(levels) else None
        return {
            "question": self.item.question,
            "criterion": self.item.criterion.id,
            "title": self.item.criterion.title,
            "reason": self.item.reason,
            "level": self.level,
            "of": len(levels) - 1,
            "by": self.by,
            "self": self.mark.level if self.mark else None,
            "given": self.given.level if self.given else None,
            "given_event": self.given.event if self.given else None,
            "own": self.own,
            "proposed": {"level": self.proposed.level, "quote": self.proposed.quote}
            if self.proposed
            else None,
            "low": self.low,
            "says": levels[self.level].says if self.level is not None else None,
            "because": self.computed.because if self.computed else None,
            "quote": self.mark.quote if self.mark else "",
            "event": self.mark.event if self.mark else None,
            "at": self.at,
            "next": {"says": above.says, "anchor": above.anchor} if above else None,
            "levels": [{"n": n, "says": row.says, "anchor": row.anchor} for n, row in enumerate(levels)],
        }
