# group: samples
"""Counter.most_common keeps equal counts in the order of their first appearance."""

from collections import Counter


class TopK:
    def __init__(self, k: int) -> None:
        if k <= 0:
            raise ValueError("k must be positive")
        self.k = k
        self.totals: Counter[int] = Counter()

    def update(self, video_id: int, watch_seconds: int) -> None:
        if watch_seconds < 0:
            raise ValueError("watch_seconds must not be negative")
        self.totals[video_id] += watch_seconds

    def topk(self) -> list[int]:
        return [video_id for video_id, _ in self.totals.most_common(self.k)]
