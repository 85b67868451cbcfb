# group: scale
"""Right, but looks for the leader among all items at each question."""

# Item, impressions, and clicks beyond what the prior expects of them, times beta.
Standing = tuple[str, int, int]


class LiveLeader:
    def __init__(self, prior_clicks: int, prior_impressions: int) -> None:
        if not 0 <= prior_clicks <= prior_impressions or prior_impressions == 0:
            raise ValueError("the prior must be a share of something")
        self.alpha, self.beta = prior_clicks, prior_impressions
        self.clock = 0
        self.standings: dict[str, Standing] = {}

    def record(self, hour: int, item: str, clicks: int, impressions: int) -> None:
        if not 0 <= clicks <= impressions:
            raise ValueError("clicks must lie between 0 and impressions")
        self.clock = max(self.clock, hour)
        _, shown, excess = self.standings.get(item, (item, 0, 0))
        shown += impressions << hour
        excess += (self.beta * clicks - self.alpha * impressions) << hour
        self.standings[item] = (item, shown, excess)

    def leader(self, now: int) -> str | None:
        if now < self.clock:
            raise ValueError("the clock is later")
        self.clock = now
        best = self._best()
        return best[0] if best else None

    def _best(self) -> Standing | None:
        constant = self.beta << self.clock
        best: Standing | None = None
        for one in self.standings.values():
            ahead = one[2] * (best[1] + constant) - best[2] * (one[1] + constant) if best else 1
            if best is None or ahead > 0 or (ahead == 0 and one[0] < best[0]):
                best = one
        return best
