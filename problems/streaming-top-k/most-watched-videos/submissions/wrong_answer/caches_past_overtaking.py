# group: samples
"""Caches the answer and drops the cache only when the updated video is not a leader: leaders swap unseen."""

from heapq import nsmallest


class TopK:
    def __init__(self, k: int) -> None:
        if k <= 0:
            raise ValueError("k must be positive")
        self.k = k
        self.totals: dict[int, int] = {}
        self.cached: list[int] | None = None

    def update(self, video_id: int, watch_seconds: int) -> None:
        if watch_seconds < 0:
            raise ValueError("watch_seconds must not be negative")
        self.totals[video_id] = self.totals.get(video_id, 0) + watch_seconds
        if self.cached is not None and video_id not in self.cached:
            self.cached = None

    def topk(self) -> list[int]:
        if self.cached is None:
            best = nsmallest(self.k, self.totals.items(), key=lambda entry: (-entry[1], entry[0]))
            self.cached = [video_id for video_id, _ in best]
        return list(self.cached)
