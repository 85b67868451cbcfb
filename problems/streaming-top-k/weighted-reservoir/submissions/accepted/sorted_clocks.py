"""Exponential clocks in one sorted list: the sample is the first k to ring."""

from bisect import insort
from math import isfinite, log


class WeightedReservoir:
    def __init__(self, k: int) -> None:
        if k <= 0:
            raise ValueError("k must be positive")
        self.k = k
        self.clocks: list[tuple[float, int]] = []  # (when it rings, id), earliest first

    def offer(self, view_id: int, weight: float, u: float) -> int | None:
        if weight <= 0 or not isfinite(weight) or u <= 0 or not u < 1:
            raise ValueError("weight must be positive and finite, u must lie between 0 and 1")
        # insort puts the newcomer behind its equals: the earlier offer rings first.
        insort(self.clocks, (-log(u) / weight, view_id), key=_time)
        return self.clocks.pop()[1] if len(self.clocks) > self.k else None

    def sample(self) -> list[int]:
        return [view_id for _, view_id in self.clocks]


def _time(clock: tuple[float, int]) -> float:
    return clock[0]
