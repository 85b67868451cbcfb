# group: scale
"""Right and fast to answer, but keeps a copy of all totals after each update in a history that nobody reads."""

from bisect import bisect_left, insort


class TopK:
    def __init__(self, k: int) -> None:
        if k <= 0:
            raise ValueError("k must be positive")
        self.k = k
        self.totals: dict[int, int] = {}
        self.leaders: list[tuple[int, int]] = []
        self.history: list[dict[int, int]] = []

    def update(self, video_id: int, watch_seconds: int) -> None:
        if watch_seconds < 0:
            raise ValueError("watch_seconds must not be negative")
        before = (-self.totals.get(video_id, 0), video_id)
        self.totals[video_id] = self.totals.get(video_id, 0) + watch_seconds
        place = bisect_left(self.leaders, before)
        if place < len(self.leaders) and self.leaders[place] == before:
            del self.leaders[place]
        insort(self.leaders, (-self.totals[video_id], video_id))
        del self.leaders[self.k :]
        self.history.append(dict(self.totals))

    def topk(self) -> list[int]:
        return [video_id for _, video_id in self.leaders]
