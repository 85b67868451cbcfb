# group: samples
"""Returns who entered first and who left second."""

from bisect import bisect_left
from collections import Counter


class Standing:
    """An item with its exact sums; the better one is the smaller."""

    def __init__(self, item: str, clicks: int, impressions: int) -> None:
        self.item, self.clicks, self.impressions = item, clicks, impressions

    def __lt__(self, other: "Standing") -> bool:
        mine, theirs = self.clicks * other.impressions, other.clicks * self.impressions
        return (theirs, other.impressions, self.item) < (mine, self.impressions, other.item)


class CtrBoard:
    def __init__(self, k: int) -> None:
        if k <= 0:
            raise ValueError("k must be positive")
        self.k = k
        self.recorded: Counter[tuple[int, str, int]] = Counter()
        self.standings: dict[str, Standing] = {}
        self.order: list[Standing] = []  # of all listed items, best first

    def record(self, hour: int, item: str, clicked: int) -> tuple[str | None, str | None]:
        if clicked not in (0, 1):
            raise ValueError("clicked must be 0 or 1")
        self.recorded[hour, item, clicked] += 1
        return self._change(item, clicked << hour, 1 << hour)

    def withdraw(self, hour: int, item: str, clicked: int) -> tuple[str | None, str | None]:
        if not self.recorded[hour, item, clicked]:
            raise ValueError("there is no such impression")
        self.recorded[hour, item, clicked] -= 1
        return self._change(item, -(clicked << hour), -(1 << hour))

    def board(self) -> list[str]:
        return [standing.item for standing in self.order[: self.k]]

    def _change(self, item: str, clicks: int, impressions: int) -> tuple[str | None, str | None]:
        """Move one item; only it changes its place among the others, so one comes in for one that goes."""
        old = self.standings.pop(item, None)
        was_on = is_on = False
        if old:
            place = bisect_left(self.order, old)
            was_on = place < self.k
            del self.order[place]
            clicks += old.clicks
            impressions += old.impressions
        if impressions:
            new = self.standings[item] = Standing(item, clicks, impressions)
            place = bisect_left(self.order, new)
            is_on = place < self.k
            self.order.insert(place, new)
        if was_on and not is_on:
            return self._at(self.k - 1), item
        if is_on and not was_on:
            return item, self._at(self.k)
        return None, None

    def _at(self, place: int) -> str | None:
        return self.order[place].item if place < len(self.order) else None
