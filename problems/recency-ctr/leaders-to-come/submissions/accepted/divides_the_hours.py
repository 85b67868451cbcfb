"""Leaders at two hours: if they are the same, nobody else leads between. If not, the hour in the middle divides hours and items alike."""

END = 1_300
"""No change is later: half of its power of two is at most a lead, and a lead has fewer than 1290 bits."""


class LeaderSchedule:
    def __init__(self, prior_clicks: int, prior_impressions: int) -> None:
        if prior_impressions < 1 or not 0 <= prior_clicks <= prior_impressions:
            raise ValueError("the prior must be a share of something")
        self.prior = (prior_clicks, prior_impressions)
        self.newest = 0
        self.sums: dict[str, list[int]] = {}

    def record(self, hour: int, item: str, clicks: int, impressions: int) -> None:
        if clicks < 0 or impressions < clicks:
            raise ValueError("clicks must lie between 0 and impressions")
        self.newest = max(self.newest, hour)
        sums = self.sums.setdefault(item, [0, 0])
        sums[0] += clicks * 2**hour
        sums[1] += impressions * 2**hour

    def schedule(self, now: int) -> list[tuple[int, str]]:
        if now < self.newest:
            raise ValueError("a later hour was recorded")
        if not self.sums:
            return []
        items = sorted(self.sums, key=self._excess)
        first, last = self._leader(items, now), self._leader(items, END)
        return [(now, items[first]), *self._changes(items, now, first, END, last)]

    def _changes(self, items: list[str], low: int, first: int, high: int, last: int) -> list[tuple[int, str]]:
        """Changes after hour low up to hour high, whose leaders stand at the places first and last among the items."""
        if first == last:
            return []
        if low + 1 == high:
            return [(high, items[last])]
        middle = (low + high) // 2
        # Later leaders have the larger excess, so who leads in between stands between them.
        place = first + self._leader(items[first : last + 1], middle)
        return self._changes(items, low, first, middle, place) + self._changes(
            items, middle, place, high, last
        )

    def _leader(self, items: list[str], hour: int) -> int:
        best, (clicks, shown) = 0, self._at(items[0], hour)
        for place, item in enumerate(items):
            other_clicks, other_shown = self._at(item, hour)
            ahead = other_clicks * shown - clicks * other_shown
            if ahead > 0 or (ahead == 0 and item < items[best]):
                best, clicks, shown = place, other_clicks, other_shown
        return best

    def _at(self, item: str, hour: int) -> tuple[int, int]:
        clicks, impressions = self.sums[item]
        return clicks + (self.prior[0] << hour), impressions + (self.prior[1] << hour)

    def _excess(self, item: str) -> int:
        clicks, impressions = self.sums[item]
        return clicks * self.prior[1] - impressions * self.prior[0]
