# group: bounds
"""The default dictionary makes a video known although its only update was refused."""

from collections import defaultdict
from heapq import nsmallest


class TopK:
    def __init__(self, k: int) -> None:
        if k <= 0:
            raise ValueError("k must be positive")
        self.k = k
        self.totals: dict[int, int] = defaultdict(int)

    def update(self, video_id: int, watch_seconds: int) -> None:
        before = self.totals[video_id]
        if watch_seconds < 0:
            raise ValueError("watch_seconds must not be negative")
        self.totals[video_id] = before + watch_seconds

    def topk(self) -> list[int]:
        best = nsmallest(self.k, self.totals.items(), key=lambda entry: (-entry[1], entry[0]))
        return [video_id for video_id, _ in best]
