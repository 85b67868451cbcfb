"""How many reviews the coming days will bring: the due dates that stand, and what answers will make of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

import numpy as np

from webapp.readiness.planning.reviews import Grade, Memory, recall, reviewed

PER_DAY = 20
"""Reviews that a day brings at most; what is left over comes the day after."""
_COURSES = 40


@dataclass(frozen=True)
class Load:
    """Reviews on a day: expected, and the range that holds nine in ten."""

    day: date
    expected: float
    low: int
    high: int


def forecast(
    memories: Sequence[Memory], today: date, days: int, *, per_day: int = PER_DAY, seed: int = 20_250_104
) -> list[Load]:
    """The load of `days` days from `today`, if every due review is done on its day.

    Plays the days through `_COURSES` times with answers at random, right as often as FSRS expects. Equal memories give
    equal forecasts. No new items: they are in nobody's hand yet.
    """
    rng = np.random.default_rng(seed)
    counts = np.array([_course(memories, today, days, per_day, rng) for _ in range(_COURSES)])
    counts = counts.reshape(_COURSES, days)
    low, high = np.quantile(counts, [0.05, 0.95], axis=0)
    mean = counts.mean(axis=0)
    low, high = np.floor(np.minimum(low, mean)), np.ceil(np.maximum(high, mean))
    return [Load(today + timedelta(n), float(mean[n]), int(low[n]), int(high[n])) for n in range(days)]


def _course(
    memories: Sequence[Memory], today: date, days: int, per_day: int, rng: np.random.Generator
) -> list[int]:
    """Reviews on each day of one course of things."""
    waiting: dict[int, list[Memory]] = {}
    for memory in memories:
        waiting.setdefault(max(0, (memory.due.astimezone(UTC).date() - today).days), []).append(memory)
    counts = []
    for n in range(days):
        due = waiting.pop(n, [])
        now = datetime.combine(today + timedelta(n), time(12), UTC)
        for memory in due[:per_day]:
            at = max(now, memory.reviewed)
            grade = Grade.GOOD if rng.random() < recall(memory, at) else Grade.FORGOT
            after = reviewed(memory, grade, at)
            back = max(n + 1, (after.due.date() - today).days)
            waiting.setdefault(back, []).append(after)
        waiting.setdefault(n + 1, [])[:0] = due[per_day:]
        counts.append(min(len(due), per_day))
    return counts
