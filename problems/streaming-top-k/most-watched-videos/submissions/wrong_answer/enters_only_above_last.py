# group: ties
"""A newcomer must beat the last leader's total; at an equal total its smaller id is not looked at."""

from bisect import insort


class TopK:
    def __init__(self, k: int) -> None:
        if k <= 0:
            raise ValueError("k must be positive")
        self.k = k
        self.totals: dict[int, int] = {}
        self.leaders: list[tuple[int, int]] = []

    def update(self, video_id: int, watch_seconds: int) -> None:
        if watch_seconds < 0:
            raise ValueError("watch_seconds must not be negative")
        total = self.totals[video_id] = self.totals.get(video_id, 0) + watch_seconds
        self.leaders = [entry for entry in self.leaders if entry[1] != video_id]
        if len(self.leaders) < self.k:
            insort(self.leaders, (-total, video_id))
        elif total > -self.leaders[-1][0]:
            self.leaders.pop()
            insort(self.leaders, (-total, video_id))

    def topk(self) -> list[int]:
        return [video_id for _, video_id in self.leaders]
