# group: expiry
"""Holds the last of the board against the first outside alone, though a later one may be quicker."""

from functools import cmp_to_key
from heapq import nsmallest
from itertools import pairwise

# Item, impressions, and clicks beyond what the prior expects of them, times beta.
Standing = tuple[str, int, int]


class ExpiringBoard:
    def __init__(self, k: int, prior_clicks: int, prior_impressions: int) -> None:
        if k <= 0 or not 0 <= prior_clicks <= prior_impressions or prior_impressions == 0:
            raise ValueError("k must be positive, and the prior a share of something")
        self.k, self.alpha, self.beta = k, prior_clicks, prior_impressions
        self.newest = 0
        self.standings: dict[str, Standing] = {}

    def record(self, hour: int, item: str, clicks: int, impressions: int) -> None:
        if not 0 <= clicks <= impressions:
            raise ValueError("clicks must lie between 0 and impressions")
        self.newest = max(self.newest, hour)
        _, shown, excess = self.standings.get(item, (item, 0, 0))
        shown += impressions << hour
        excess += (self.beta * clicks - self.alpha * impressions) << hour
        self.standings[item] = (item, shown, excess)

    def board(self, now: int) -> list[str]:
        return [item for item, _, _ in self._first(now)]

    def expires(self, now: int) -> int | None:
        rivals = [*pairwise(self._first(now, 1))]
        hours = [hour for pair in rivals if (hour := self._turn(*pair)) is not None]
        return min(hours, default=None)

    def _first(self, now: int, more: int = 0) -> list[Standing]:
        if now < self.newest:
            raise ValueError("a later hour was recorded")
        constant = self.beta << now

        def compare(one: Standing, other: Standing) -> int:
            ahead = one[2] * (other[1] + constant) - other[2] * (one[1] + constant)
            return -1 if ahead > 0 or (ahead == 0 and one[0] < other[0]) else 1

        return nsmallest(self.k + more, self.standings.values(), key=cmp_to_key(compare))

    def _turn(self, ahead: Standing, behind: Standing) -> int | None:
        """The first hour at which the one behind stands before the one ahead: the smallest h with 2**h > lead / gain."""
        gain = behind[2] - ahead[2]
        if gain <= 0:
            return None
        # Level is enough for a smaller string: at least the lead is more than the lead less one.
        lead = ahead[2] * behind[1] - behind[2] * ahead[1] - (behind[0] < ahead[0])
        return (lead // (self.beta * gain)).bit_length()
