# group: bounds
"""Lazy heap in which an update of zero seconds makes a second entry that is valid as well."""

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
        self.totals[video_id] = self.totals.get(video_id, 0) + watch_seconds
        heappush(self.heap, (-self.totals[video_id], video_id))

    def topk(self) -> list[int]:
        best: list[tuple[int, int]] = []
        while self.heap and len(best) < self.k:
            entry = heappop(self.heap)
            if self.totals[entry[1]] == -entry[0]:
                best.append(entry)
        for entry in best:
            heappush(self.heap, entry)
        return [video_id for _, video_id in best]
