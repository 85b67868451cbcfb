"""When a question or problem comes up again: FSRS, in whole days.

Every review is a fact with a time, so memories can be rebuilt from the log; nothing here is random.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from enum import IntEnum

from fsrs import Card, Rating, Scheduler, State

RETENTION = 0.85
"""Chance of recall at which a review is due."""
LONGEST_DAYS = 365

# Steps of minutes are for cramming words; who practises here comes back on another day.
_SCHEDULER = Scheduler(
    desired_retention=RETENTION,
    learning_steps=(),
    relearning_steps=(),
    maximum_interval=LONGEST_DAYS,
    enable_fuzzing=False,
)


class Grade(IntEnum):
    """How well it came back, as FSRS counts."""

    FORGOT = 1
    HARD = 2
    GOOD = 3
    EASY = 4


@dataclass(frozen=True)
class Memory:
    """What is remembered of one item: `stability` in days, `difficulty` from 1 to 10; times are aware."""

    stability: float
    difficulty: float
    reviewed: datetime
    due: datetime


def reviewed(memory: Memory | None, grade: Grade, at: datetime) -> Memory:
    """After a review at `at`; None for an item that was never reviewed. ValueError for a review before the last."""
    at = at.astimezone(UTC)
    if memory is not None and at < memory.reviewed:
        raise ValueError(f"a review at {at} comes before the last, at {memory.reviewed}")
    card, _ = _SCHEDULER.review_card(_card(memory, at), Rating(int(grade)), review_datetime=at)
    assert card.stability is not None
    assert card.difficulty is not None
    return Memory(card.stability, card.difficulty, at, card.due)


def recall(memory: Memory, at: datetime) -> float:
    """The chance that the item is still recalled at `at`."""
    return float(_SCHEDULER.get_card_retrievability(_card(memory, at), current_datetime=at.astimezone(UTC)))


def graded(score: float, *, seconds: float | None = None, expected_seconds: float | None = None) -> Grade:
    """The grade of an answer that nobody graded by hand: its score (0 to 1), and its time against the item's.

    All right is good, hard when it took twice as long as expected; partly right is hard from a half on.
    Never easy: that a person has to say.
    """
    if not 0 <= score <= 1:
        raise ValueError(f"{score} is no score between 0 and 1")
    slow = seconds is not None and expected_seconds is not None and seconds > 2 * expected_seconds
    if score == 1:
        return Grade.HARD if slow else Grade.GOOD
    return Grade.HARD if score >= 0.5 else Grade.FORGOT


def _card(memory: Memory | None, at: datetime) -> Card:
    # A card without an id of its own waits for the clock to give it one.
    if memory is None:
        return Card(card_id=1, due=at)
    return Card(
        card_id=1,
        state=State.Review,
        step=None,
        stability=memory.stability,
        difficulty=memory.difficulty,
        due=memory.due,
        last_review=memory.reviewed,
    )
