"""Blocks of items. Of each its leader is kept, with the hour until which it stays, so that a question looks at the blocks alone."""

from collections import defaultdict
from collections.abc import Iterable
from math import inf

# Item, impressions, and clicks beyond what the prior expects of them, times beta.
Standing = tuple[str, int, int]

SIZE = 50


class LiveLeader:
    def __init__(self, prior_clicks: int, prior_impressions: int) -> None:
        if prior_impressions < 1 or not 0 <= prior_clicks <= prior_impressions:
            raise ValueError("the prior must be a share of something")
        self.alpha, self.beta = prior_clicks, prior_impressions
        self.clock = 0
        self.places: dict[str, int] = {}
        self.blocks: defaultdict[int, dict[str, Standing]] = defaultdict(dict)
        self.kept: dict[int, tuple[Standing, float]] = {}

    def record(self, hour: int, item: str, clicks: int, impressions: int) -> None:
        if clicks < 0 or impressions < clicks:
            raise ValueError("clicks must lie between 0 and impressions")
        self.clock = max(self.clock, hour)
        place = self.places.setdefault(item, len(self.places) // SIZE)
        _, shown, excess = self.blocks[place].get(item, (item, 0, 0))
        shown += impressions * 2**hour
        excess += (clicks * self.beta - impressions * self.alpha) * 2**hour
        self.blocks[place][item] = (item, shown, excess)
        self.kept.pop(place, None)

    def leader(self, now: int) -> str | None:
        if now < self.clock:
            raise ValueError("the clock is later")
        self.clock = now
        for place, block in self.blocks.items():
            if place not in self.kept or self.kept[place][1] <= now:
                best = self._best(block.values())
                self.kept[place] = best, self._until(best, block.values())
        return self._best(leader for leader, _ in self.kept.values())[0] if self.kept else None

    def _best(self, standings: Iterable[Standing]) -> Standing:
        constant = self.beta << self.clock
        first, *others = standings
        for one in others:
            ahead = one[2] * (first[1] + constant) - first[2] * (one[1] + constant)
            if ahead > 0 or (ahead == 0 and one[0] < first[0]):
                first = one
        return first

    def _until(self, leader: Standing, standings: Iterable[Standing]) -> float:
        """The first hour at which one of them with more excess is ahead of the leader."""
        later = [other for other in standings if other[2] > leader[2]]
        return min((self._turn(leader, other) for other in later), default=inf)

    def _turn(self, ahead: Standing, behind: Standing) -> int:
        lead = ahead[2] * behind[1] - behind[2] * ahead[1] - (behind[0] < ahead[0])
        return (lead // (self.beta * (behind[2] - ahead[2]))).bit_length()
