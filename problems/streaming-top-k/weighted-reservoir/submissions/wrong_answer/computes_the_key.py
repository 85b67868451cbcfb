# group: extremes
"""Computes u ** (1 / weight): 0 for light views, 1 for heavy ones."""

from heapq import heappush, heappushpop
from itertools import count
from math import inf


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
        entry = (u ** (1 / weight), -next(self.numbers), view_id)
        if len(self.heap) < self.k:
            heappush(self.heap, entry)
            return None
        return heappushpop(self.heap, entry)[-1]

    def sample(self) -> list[int]:
        return [view_id for *_, view_id in sorted(self.heap, reverse=True)]
