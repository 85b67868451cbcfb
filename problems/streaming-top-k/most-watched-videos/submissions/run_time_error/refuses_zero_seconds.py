# group: bounds
"""Treats an update of zero seconds as an error."""

from heapq import nsmallest


class TopK:
    def __init__(self, k: int) -> None:
        if k <= 0:
            raise ValueError("k must be positive")
        self.k = k
        self.totals: dict[int, int] = {}

    def update(self, video_id: int, watch_seconds: int) -> None:
        if watch_seconds <= 0:
            raise ValueError("watch_seconds must not be negative")
        self.totals[video_id] = self.totals.get(video_id, 0) + watch_seconds

    def topk(self) -> list[int]:
        best = nsmallest(self.k, self.totals.items(), key=lambda entry: (-entry[1], entry[0]))
        return [video_id for video_id, _ in best]
