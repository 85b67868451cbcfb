"""Evidence of every kind as a graded response: which item it answers, in which category, and how much that says.

`weights` (T,) are the topics' shares of an item and sum to 1; `difficulty` is on the ability scale (`levels`), known to
± `uncertainty` (one standard deviation, logits).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import ArrayLike

from webapp.readiness.ability.estimate import Estimate
from webapp.readiness.ability.item import Item
from webapp.readiness.ability.rounds import MARKS, Round

AUTHOR_UNCERTAINTY = 0.5
"""How far an author's difficulty is off (one standard deviation, logits) as long as no answers correct it."""
RUBRIC_OFFSETS = (-1.2, -0.4, 0.4, 1.2)
"""Where a rubric's mark reaches 20, 40, 60 and 80 % at even odds, from the difficulty (logits)."""
CODE_OFFSETS = (-1.2, -0.6, 0.0, 0.8)
"""The same for code: solved at all; without hints by the third attempt; at the first; at the first and in time."""
PARTLY = -1.0
"""An answer that is partly right, from the difficulty of one that is right (logits)."""
_LATE = 3


class Kind(StrEnum):
    """What an answer was given to; each discriminates in its own measure."""

    CLAIM = "claim"
    CHOICE = "choice"
    SEVERAL = "several"
    ORDERING = "ordering"
    NUMERIC = "numeric"
    SHORT = "short"
    CODE = "code"
    RUBRIC = "rubric"


DISCRIMINATION = {
    Kind.CLAIM: 0.4,  # a claim; people differ in what they call being able to
    Kind.CHOICE: 1.0,  # one in four is right by luck
    Kind.SEVERAL: 1.2,
    Kind.ORDERING: 1.1,
    Kind.NUMERIC: 1.4,
    Kind.SHORT: 1.4,
    Kind.CODE: 1.5,
    Kind.RUBRIC: 1.5,
}
"""Discrimination by kind (per logit) until answers correct it."""


@dataclass(frozen=True, eq=False)
class Evidence:
    """`category` was reached on `item`."""

    item: Item
    category: int

    def moves(self, estimate: Estimate) -> Estimate:
        """The estimate after it."""
        return estimate.answered(self.item, self.category)


def item_of(
    kind: Kind,
    weights: ArrayLike,
    difficulty: float,
    *,
    uncertainty: float = AUTHOR_UNCERTAINTY,
    discrimination: float | None = None,
    timed: bool = True,
) -> Item:
    """The item behind a question, problem or rubric; `discrimination` (per logit) once answers have shown it.

    `timed` is for code alone: whether there is a time to hold against the norm.
    """
    slopes = (DISCRIMINATION[kind] if discrimination is None else discrimination) * np.asarray(weights)
    offsets: tuple[float, ...] = (0.0,)
    if kind in (Kind.SEVERAL, Kind.ORDERING):
        offsets = (PARTLY, 0.0)
    elif kind is Kind.CODE:
        offsets = CODE_OFFSETS if timed else CODE_OFFSETS[:-1]
    elif kind is Kind.RUBRIC:
        offsets = RUBRIC_OFFSETS
    return Item.graded(slopes, [difficulty + offset for offset in offsets]).blurred(uncertainty)


def scored(item: Item, score: float) -> Evidence:
    """A question's score from 0 to 1: all of it, nothing, or something between where the item knows a between."""
    _within_one(score)
    if score == 1:
        return Evidence(item, item.categories - 1)
    return Evidence(item, 1 if score > 0 and item.categories > 2 else 0)


def claimed(item: Item, yes: bool) -> Evidence:
    """What a person said of themselves at a question of the form "can you …"."""
    return Evidence(item, int(yes))


def solved(
    item: Item,
    *,
    attempt: int | None,
    hints: int = 0,
    minutes: float | None = None,
    norm: float | None = None,
) -> Evidence:
    """Code: the attempt (from 1) that was accepted, None if none was; hints used; minutes taken, against the norm.

    An item without a norm or a solution without a time needs `timed=False`; ValueError otherwise.
    """
    in_time = None if minutes is None or norm is None else minutes <= norm
    if (in_time is None) != (item.categories == len(CODE_OFFSETS)) and attempt == 1 and hints == 0:
        raise ValueError("time counts where the item is timed, and only there")
    if attempt is None:
        return Evidence(item, 0)
    if attempt < 1 or hints < 0:
        raise ValueError(f"attempt {attempt} with {hints} hints")
    if hints or attempt > _LATE:
        return Evidence(item, 1)
    if attempt > 1:
        return Evidence(item, 2)
    return Evidence(item, 4 if in_time else 3)


def marked(item: Item, share: float) -> Evidence:
    """A rubric's mark as a share of its points, 0 to 1."""
    _within_one(share)
    return Evidence(item, min(int(share * item.categories), item.categories - 1))


def interviewed(round_: Round, mark: int) -> Evidence:
    """An interviewer's mark for a round, one of `MARKS`."""
    return Evidence(round_.marked, MARKS.index(mark))


def _within_one(share: float) -> None:
    if not 0 <= share <= 1:
        raise ValueError(f"{share} is no share between 0 and 1")
