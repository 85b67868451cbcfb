# group: samples
"""Pops k times without asking whether k videos are known."""

from heapq import heapify, heappop


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
        heap = [(-total, video_id) for video_id, total in self.totals.items()]
        heapify(heap)
        return [heappop(heap)[1] for _ in range(self.k)]
