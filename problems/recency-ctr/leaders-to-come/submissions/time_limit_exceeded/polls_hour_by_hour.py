# group: scale
"""Right, but looks for the leader of each hour, until nothing can change any more."""

# Item, impressions, and clicks beyond what the prior expects of them, times beta.
Standing = tuple[str, int, int]


class LeaderSchedule:
    def __init__(self, prior_clicks: int, prior_impressions: int) -> None:
        if not 0 <= prior_clicks <= prior_impressions or prior_impressions == 0:
            raise ValueError("the prior must be a share of something")
        self.alpha, self.beta = prior_clicks, prior_impressions
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

    def schedule(self, now: int) -> list[tuple[int, str]]:
        if now < self.newest:
            raise ValueError("a later hour was recorded")
        leaders: list[tuple[int, str]] = []
        bits = max((standing[1].bit_length() for standing in self.standings.values()), default=0)
        for hour in range(now, max(now + 1, 2 * bits + 100)):
            best = self._best(hour)
            if best is not None and (not leaders or leaders[-1][1] != best):
                leaders.append((hour, best))
        return leaders

    def _best(self, hour: int) -> str | None:
        best: Standing | None = None
        for standing in self.standings.values():
            if best is None or self._is_ahead(standing, best, self.beta << hour):
                best = standing
        return best[0] if best else None

    def _is_ahead(self, one: Standing, other: Standing, constant: int) -> bool:
        ahead = one[2] * (other[1] + constant) - other[2] * (one[1] + constant)
        return ahead > 0 or (ahead == 0 and one[0] < other[0])
