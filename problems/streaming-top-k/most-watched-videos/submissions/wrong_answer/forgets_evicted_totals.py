# group: ties
"""Keeps only the k leaders: a video that drops out starts from nothing when it comes back."""


class TopK:
    def __init__(self, k: int) -> None:
        if k <= 0:
            raise ValueError("k must be positive")
        self.k = k
        self.totals: dict[int, int] = {}

    def update(self, video_id: int, watch_seconds: int) -> None:
        if watch_seconds < 0:
            raise ValueError("watch_seconds must not be negative")
        self.totals[video_id] = self.totals.get(video_id, 0) + watch_seconds
        if len(self.totals) > self.k:
            del self.totals[max(self.totals, key=self._rank)]

    def topk(self) -> list[int]:
        return sorted(self.totals, key=self._rank)

    def _rank(self, video_id: int) -> tuple[int, int]:
        return -self.totals[video_id], video_id
