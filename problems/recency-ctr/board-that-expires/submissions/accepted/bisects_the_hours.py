"""Asks of an hour whether the board still holds there. Once it does not, it never does again, so the hour is found by bisection."""

from itertools import pairwise

END = 1_300
"""No turn is later: half of its power of two is at most a lead, and a lead has fewer than 1290 bits."""


class Rate:
    """A smoothed rate at some hour, as a fraction that is never divided; the better one is the smaller."""

    def __init__(self, item: str, clicks: int, impressions: int) -> None:
        self.item, self.clicks, self.impressions = item, clicks, impressions

    def __lt__(self, other: "Rate") -> bool:
        mine, theirs = self.clicks * other.impressions, other.clicks * self.impressions
        return mine > theirs or (mine == theirs and self.item < other.item)


class ExpiringBoard:
    def __init__(self, k: int, prior_clicks: int, prior_impressions: int) -> None:
        if k < 1 or prior_impressions < 1 or not 0 <= prior_clicks <= prior_impressions:
            raise ValueError("k must be positive, and the prior a share of something")
        self.k, self.prior = k, (prior_clicks, prior_impressions)
        self.newest = 0
        self.sums: dict[str, list[int]] = {}

    def record(self, hour: int, item: str, clicks: int, impressions: int) -> None:
        if clicks < 0 or impressions < clicks:
            raise ValueError("clicks must lie between 0 and impressions")
        self.newest = max(self.newest, hour)
        sums = self.sums.setdefault(item, [0, 0])
        sums[0] += clicks * 2**hour
        sums[1] += impressions * 2**hour

    def board(self, now: int) -> list[str]:
        if now < self.newest:
            raise ValueError("a later hour was recorded")
        return [rate.item for rate in sorted(self._rate(item, now) for item in self.sums)][: self.k]

    def expires(self, now: int) -> int | None:
        board = self.board(now)
        rest = self.sums.keys() - board
        if self._holds(board, rest, END):
            return None
        low, high = now, END
        while low + 1 < high:
            middle = (low + high) // 2
            if self._holds(board, rest, middle):
                low = middle
            else:
                high = middle
        return high

    def _holds(self, board: list[str], rest: set[str], hour: int) -> bool:
        rates = [self._rate(item, hour) for item in board]
        in_order = not any(after < before for before, after in pairwise(rates))
        return in_order and all(rates[-1] < self._rate(item, hour) for item in rest)

    def _rate(self, item: str, hour: int) -> Rate:
        clicks, impressions = self.sums[item]
        return Rate(item, clicks + (self.prior[0] << hour), impressions + (self.prior[1] << hour))
