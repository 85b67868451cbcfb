# group: samples
"""Lazy heap that never puts the leaders back, so a second question finds them gone."""

from heapq import heappop, heappush


class TopK:
    def __init__(self, k: int) -> None:
        if k <= 0:
            raise ValueError("k must be positive")
        self.k = k
        self.totals: dict[int, int] = {}
        self.heap: list[tuple[int, int]] = []

    def update(self, video_id: int, watch_seconds: int) -> None:
        if watch_seconds < 0:
            raise ValueError("watch_seconds must not be negative")
        before = self.totals.get(video_id)
        self.totals[video_id] = (before or 0) + watch_seconds
        if self.totals[video_id] != before:
            heappush(self.heap, (-self.totals[video_id], video_id))

    def topk(self) -> list[int]:
        best: list[int] = []
        while self.heap and len(best) < self.k:
            total, video_id = heappop(self.heap)
            if self.totals[video_id] == -total:
                best.append(video_id)
        return best
