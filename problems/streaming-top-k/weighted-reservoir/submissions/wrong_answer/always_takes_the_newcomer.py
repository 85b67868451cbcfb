# group: samples
"""The worst of the old sample leaves, even if the newcomer is worse."""

from heapq import heappush, heapreplace
from itertools import count
from math import inf, log


class WeightedReservoir:
    def __init__(self, k: int) -> None:
        if k <= 0:
            raise ValueError("k must be positive")
        self.k = k
        self.numbers = count()
        self.heap: list[tuple[float, int, int]] = []  # (ln u / weight, -number of the offer, id), worst first

    def offer(self, view_id: int, weight: float, u: float) -> int | None:
        if not (0 < weight < inf and 0 < u < 1):
            raise ValueError("weight must be positive and finite, u must lie between 0 and 1")
        entry = (log(u) / weight, -next(self.numbers), view_id)
        if len(self.heap) < self.k:
            heappush(self.heap, entry)
            return None
        return heapreplace(self.heap, entry)[-1]

    def sample(self) -> list[int]:
        return [view_id for *_, view_id in sorted(self.heap, reverse=True)]
