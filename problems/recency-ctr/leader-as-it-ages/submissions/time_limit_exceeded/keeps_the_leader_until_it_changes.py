# growth: slower
"""Keeps the leader and the hour until which it stays, and looks through all items when that is over or the leader itself falls."""

from math import inf

# Item, impressions, and clicks beyond what the prior expects of them, times beta.
Standing = tuple[str, int, int]


class LiveLeader:
    def __init__(self, prior_clicks: int, prior_impressions: int) -> None:
        if not 0 <= prior_clicks <= prior_impressions or prior_impressions == 0:
            raise ValueError("the prior must be a share of something")
        self.alpha, self.beta = prior_clicks, prior_impressions
        self.clock = 0
        self.standings: dict[str, Standing] = {}
        self.first: Standing | None = None
        self.until: float = 0

    def record(self, hour: int, item: str, clicks: int, impressions: int) -> None:
        if not 0 <= clicks <= impressions:
            raise ValueError("clicks must lie between 0 and impressions")
        self.clock = max(self.clock, hour)
        _, shown, excess = self.standings.get(item, (item, 0, 0))
        shown += impressions << hour
        excess += (self.beta * clicks - self.alpha * impressions) << hour
        self.standings[item] = (item, shown, excess)
        if self.first and self.first[0] == item:
            self.until = 0
        elif self.first and self.until > self.clock:
            self.until = min(self.until, self._until(self.first, self.standings[item]))

    def leader(self, now: int) -> str | None:
        if now < self.clock:
            raise ValueError("the clock is later")
        self.clock = now
        if self.until <= now:
            self.first = first = self._best()
            if first:
                self.until = min(self._turn(first, other) for other in self.standings.values())
        return self.first[0] if self.first else None

    def _until(self, first: Standing, other: Standing) -> float:
        """The turn of the leader and one that has just changed; now, if that one is ahead already."""
        constant = self.beta << self.clock
        ahead = first[2] * (other[1] + constant) - other[2] * (first[1] + constant)
        if ahead > 0 or (ahead == 0 and first[0] < other[0]):
            return self._turn(first, other)
        return 0

    def _best(self) -> Standing | None:
        constant = self.beta << self.clock
        best: Standing | None = None
        for one in self.standings.values():
            ahead = one[2] * (best[1] + constant) - best[2] * (one[1] + constant) if best else 1
            if best is None or ahead > 0 or (ahead == 0 and one[0] < best[0]):
                best = one
        return best

    def _turn(self, one: Standing, other: Standing) -> float:
        """From which hour on the other one is ahead, if it has more excess; infinite if never."""
        gain = self.beta * (other[2] - one[2])
        if gain <= 0:
            return inf
        lead = one[2] * other[1] - other[2] * one[1] - (other[0] < one[0])
        return (lead // gain).bit_length() if lead >= 0 else 0
