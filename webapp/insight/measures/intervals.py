"""Values with their intervals. All of them hold the truth in 95 of 100 cases."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

LEVEL = 0.95
_Z = 1.959964


@dataclass(frozen=True)
class Interval:
    """`value` from `count` observations; `low` and `high` are infinite where these say nothing."""

    value: float
    low: float
    high: float
    count: int

    def as_dict(self) -> dict[str, float | int | None]:
        """For JSON, where nothing stands for what is not bounded."""
        ends = {
            name: value if math.isfinite(value) else None
            for name, value in (("low", self.low), ("high", self.high))
        }
        return {"value": self.value, **ends, "count": self.count}


def share(part: int, count: int) -> Interval | None:
    """A share of `count` independent people (Wilson 1927); None of nobody."""
    if not 0 <= part <= count:
        raise ValueError(f"{part} of {count} is no share")
    if count == 0:
        return None
    rate, scale = part / count, 1 + _Z**2 / count
    middle = (rate + _Z**2 / (2 * count)) / scale
    half = _Z / scale * math.sqrt(rate * (1 - rate) / count + _Z**2 / (4 * count**2))
    low = 0.0 if part == 0 else middle - half
    return Interval(rate, low, 1.0 if part == count else middle + half, count)


def median(values: Sequence[float]) -> Interval | None:
    """The median, between order statistics that hold the true one whatever the distribution; None of nothing.

    Fewer than six values bound nothing: even the least and the greatest miss it too often.
    """
    rows, count = sorted(values), len(values)
    if not count:
        return None
    middle = (rows[(count - 1) // 2] + rows[count // 2]) / 2
    outside = _outside(count)
    if not outside:
        return Interval(middle, -math.inf, math.inf, count)
    return Interval(middle, rows[outside - 1], rows[count - outside], count)


def normal(value: float, deviation: float, count: int) -> Interval:
    """A value known to ± `deviation` (one standard deviation)."""
    return Interval(value, value - _Z * deviation, value + _Z * deviation, count)


def _outside(count: int) -> int:
    """The largest r such that the r-th value from either end bounds the median; 0 for none."""
    below, rank = 0.0, 0
    log_half = -count * math.log(2)
    for successes in range(count // 2 + 1):
        below += math.exp(
            math.lgamma(count + 1)
            - math.lgamma(successes + 1)
            - math.lgamma(count - successes + 1)
            + log_half
        )
        if below > (1 - LEVEL) / 2:
            break
        rank = successes + 1
    return rank


def change(before: Interval, after: Interval) -> Interval:
    """`after` − `before` of independent values, from their own intervals (Newcombe 1998, his method 10, for shares)."""
    value = after.value - before.value
    down = math.hypot(after.value - after.low, before.high - before.value)
    up = math.hypot(after.high - after.value, before.value - before.low)
    return Interval(value, value - down, value + up, before.count + after.count)
