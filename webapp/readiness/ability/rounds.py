"""Rounds of an interview loop, as items: what a person can do decides, and so does the day."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from webapp.readiness.ability.item import Item

SLOPE = 1.5
"""How steeply the odds of passing rise with ability, per logit: a round of an hour has noise of its own."""
AT_LINE = 5 / 6
"""Chance of passing a round for who stands at its level's line: a loop of seven such rounds is passed by 28 %."""
MARKS = (1, 2, 3, 4)
"""An interviewer's mark: clear no, no, yes, clear yes."""
_PASSING = 3
# Logits between two neighbouring marks: a clear yes and a clear no are each given to about one in five at even odds.
_STEP = 1.4


@dataclass(frozen=True, eq=False)
class Round:
    """A round that weighs topics by `weights` (T,), which sum to 1, against a level's line `target` (logits)."""

    weights: NDArray[np.float64]
    target: float
    slope: float = SLOPE
    at_line: float = AT_LINE

    def __post_init__(self) -> None:
        if not (np.isclose(self.weights.sum(), 1) and (self.weights >= 0).all()):
            raise ValueError(f"weights {self.weights} of a round must sum to 1, none below 0")
        if not (0 < self.at_line < 1 and self.slope > 0):
            raise ValueError(f"a slope of {self.slope} and a chance of {self.at_line} make no round")

    @property
    def passed(self) -> Item:
        """Failed (0) or passed (1)."""
        return Item(self.slope * self.weights, np.array([self._threshold]))

    @property
    def marked(self) -> Item:
        """The four marks as categories; from the third on the round is passed."""
        steps = _STEP * (np.arange(1, len(MARKS)) - (_PASSING - 1))
        return Item(self.slope * self.weights, np.asarray(self._threshold + steps, dtype=np.float64))

    @property
    def _threshold(self) -> float:
        return self.slope * self.target - math.log(self.at_line / (1 - self.at_line))
