# group: leaders
"""Leaves out an item without impressions, which is known and has the rate of the prior."""

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
        if shown:
            self.standings[item] = (item, shown, excess)

    def schedule(self, now: int) -> list[tuple[int, str]]:
        if now < self.newest:
            raise ValueError("a later hour was recorded")
        leaders: list[tuple[int, Standing]] = []
        for standing in sorted(self.standings.values(), key=lambda standing: standing[2]):
            start: int | None = now
            while leaders:
                start = self._turn(leaders[-1][1], standing, now)
                if start is None or start > leaders[-1][0]:
                    break
                leaders.pop()
            if start is not None:
                leaders.append((start, standing))
        return [(start, standing[0]) for start, standing in leaders]

    def _turn(self, one: Standing, other: Standing, now: int) -> int | None:
        """From which hour on the other one, whose excess is not smaller, is ahead; None if never."""
        lead = one[2] * other[1] - other[2] * one[1] - (other[0] < one[0])
        if lead < 0:
            return now
        gain = self.beta * (other[2] - one[2])
        return max(now, (lead // gain).bit_length()) if gain else None
