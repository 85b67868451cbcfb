"""The scale of abilities: where each level stands on it, and how the rounds of a loop look at it (problems/)."""

from dataclasses import dataclass
from functools import cache

import numpy as np
from django.conf import settings
from numpy.typing import NDArray

from graders.package.manifest import LEVELS, TOPICS
from webapp.interviews.domain.drawing import loops
from webapp.readiness.ability.levels import abilities, difficulty
from webapp.readiness.ability.rounds import Round

WHOLE = "full"
"""The loop that readiness is held against."""


@dataclass(frozen=True)
class LoopRound:
    """One round of the loop as people read it; `harder` in logits above its level's line."""

    number: int
    title: str
    minutes: int
    topics: dict[str, float]
    at_line: float
    harder: float

    def against(self, level: str) -> Round:
        """The round of the model at that level."""
        return Round(shares(self.topics), levels()[level] + self.harder, at_line=self.at_line)


@cache
def levels() -> dict[str, float]:
    """Level -> ability at its line (logits), rising."""
    return abilities(settings.PROBLEMS_DIR / "levels.toml")


def loop() -> tuple[LoopRound, ...]:
    """The rounds of the interview loop, in their order, as they are asked now."""
    whole = loops(retired=True).find(WHOLE)
    if whole is None:
        raise FileNotFoundError(f"there is no loop {WHOLE}: see python -m graders verify problems/loops")
    return tuple(
        LoopRound(
            number=number,
            title=row.title,
            minutes=row.minutes,
            topics={str(topic): weight for topic, weight in row.topics.items()},
            at_line=row.at_line,
            harder=row.harder,
        )
        for number, row in enumerate(whole.rounds, start=1)
    )


def place(low: str, high: str, offset: float) -> float:
    """A difficulty given from the middle of these levels, on the scale (logits)."""
    return difficulty(levels(), (low, high), offset)


def shares(topics: dict[str, float]) -> NDArray[np.float64]:
    """Weights by topic as (T,), in the order of TOPICS."""
    return np.array([float(topics.get(topic, 0.0)) for topic in TOPICS])


def in_levels(logits: float) -> float:
    """An ability as a place on the ladder: 0 at the first level's line, 1 at the second's, beyond them as far again."""
    lines = [levels()[level] for level in LEVELS]
    if logits < lines[0]:
        return (logits - lines[0]) / (lines[1] - lines[0])
    if logits > lines[-1]:
        return len(lines) - 1 + (logits - lines[-1]) / (lines[-1] - lines[-2])
    return float(np.interp(logits, lines, range(len(lines))))
