# group: samples
"""The classic reservoir: u chooses the place that the newcomer takes."""

from math import inf


class WeightedReservoir:
    def __init__(self, k: int) -> None:
        if k <= 0:
            raise ValueError("k must be positive")
        self.k = k
        self.offers = 0
        self.views: list[int] = []

    def offer(self, view_id: int, weight: float, u: float) -> int | None:
        if not (0 < weight < inf and 0 < u < 1):
            raise ValueError("weight must be positive and finite, u must lie between 0 and 1")
        self.offers += 1
        if len(self.views) < self.k:
            self.views.append(view_id)
            return None
        place = int(u * self.offers)
        if place >= self.k:
            return view_id
        out, self.views[place] = self.views[place], view_id
        return out

    def sample(self) -> list[int]:
        return list(self.views)
