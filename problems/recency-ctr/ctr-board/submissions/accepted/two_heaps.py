"""Two heaps, the worst of the board and the best of the rest; entries that are out of date are thrown away when they come up."""

from collections import Counter
from heapq import heappop, heappush


class Standing:
    """An item with its exact sums; the better one is the smaller."""

    def __init__(self, item: str, clicks: int, impressions: int) -> None:
        self.item, self.clicks, self.impressions = item, clicks, impressions

    def __lt__(self, other: "Standing") -> bool:
        mine, theirs = self.clicks * other.impressions, other.clicks * self.impressions
        if mine != theirs:
            return mine > theirs
        if self.impressions != other.impressions:
            return self.impressions > other.impressions
        return self.item < other.item


class Worst:
    """A standing in the heap of the board, where the worse one is the smaller."""

    def __init__(self, standing: Standing) -> None:
        self.standing = standing

    def __lt__(self, other: "Worst") -> bool:
        return other.standing < self.standing


class CtrBoard:
    def __init__(self, k: int) -> None:
        if k <= 0:
            raise ValueError("k must be positive")
        self.k = k
        self.recorded: Counter[tuple[int, str, int]] = Counter()
        self.standings: dict[str, Standing] = {}
        self.on: set[str] = set()
        self.inside: list[Worst] = []
        self.outside: list[Standing] = []

    def record(self, hour: int, item: str, clicked: int) -> tuple[str | None, str | None]:
        if clicked not in (0, 1):
            raise ValueError("clicked must be 0 or 1")
        self.recorded[hour, item, clicked] += 1
        return self._change(item, clicked * 2**hour, 2**hour)

    def withdraw(self, hour: int, item: str, clicked: int) -> tuple[str | None, str | None]:
        if not self.recorded[hour, item, clicked]:
            raise ValueError("there is no such impression")
        self.recorded[hour, item, clicked] -= 1
        return self._change(item, -clicked * 2**hour, -(2**hour))

    def board(self) -> list[str]:
        return [standing.item for standing in sorted(self.standings[item] for item in self.on)]

    def _change(self, item: str, clicks: int, impressions: int) -> tuple[str | None, str | None]:
        was_on = item in self.on
        self.on.discard(item)
        old = self.standings.pop(item, Standing(item, 0, 0))
        if old.impressions + impressions:
            new = Standing(item, old.clicks + clicks, old.impressions + impressions)
            self.standings[item] = new
            heappush(self.outside, new)
        left, entered = self._fill()
        if was_on:
            return (None, None) if entered == item else (item, entered)
        return left, entered

    def _fill(self) -> tuple[str | None, str | None]:
        """Let the best of the rest in where there is room or it beats the worst of the board; return who left and entered."""
        while self.outside and self._is_outdated(self.outside[0], on=False):
            heappop(self.outside)
        while self.inside and self._is_outdated(self.inside[0].standing, on=True):
            heappop(self.inside)
        if not self.outside:
            return None, None
        left = None
        best = self.outside[0]
        if len(self.on) == self.k:
            worst = self.inside[0].standing
            if worst < best:
                return None, None
            left = worst.item
            self.on.remove(left)
            heappush(self.outside, worst)
        self.on.add(best.item)
        heappush(self.inside, Worst(best))
        return left, best.item

    def _is_outdated(self, standing: Standing, on: bool) -> bool:
        return self.standings.get(standing.item) is not standing or (standing.item in self.on) != on
