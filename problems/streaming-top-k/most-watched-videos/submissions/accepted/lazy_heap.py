"""A heap of all totals ever reached; outdated entries are thrown away when a question meets them."""

from heapq import heapify, heappop, heappush


class TopK:
    def __init__(self, k: int) -> None:
        if k <= 0:
            raise ValueError("k must be positive")
        self.k = k
        self.totals: dict[int, int] = {}
        self.heap: list[tuple[int, int]] = []  # (-total, video id); holds every present total exactly once

    def update(self, video_id: int, watch_seconds: int) -> None:
        if watch_seconds < 0:
            raise ValueError("watch_seconds must not be negative")
        before = self.totals.get(video_id)
        after = (before or 0) + watch_seconds
        if after == before:
            return  # zero seconds more: the entry on the heap is still the right one
        self.totals[video_id] = after
        heappush(self.heap, (-after, video_id))
        if len(self.heap) > 2 * len(self.totals) + 64:
            self.heap = [(-total, video) for video, total in self.totals.items()]
            heapify(self.heap)

    def topk(self) -> list[int]:
        best: list[tuple[int, int]] = []
        while self.heap and len(best) < self.k:
            entry = heappop(self.heap)
            if self.totals[entry[1]] == -entry[0]:
                best.append(entry)
        for entry in best:
            heappush(self.heap, entry)
        return [video_id for _, video_id in best]
