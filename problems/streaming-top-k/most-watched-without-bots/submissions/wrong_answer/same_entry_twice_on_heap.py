# group: again
"""Lazy heap in which a total that falls and rises back is listed twice."""

from collections import Counter
from heapq import heappop, heappush


class HonestTopK:
    def __init__(self, k: int) -> None:
        if k <= 0:
            raise ValueError("k must be positive")
        self.k = k
        self.watched: dict[int, dict[int, list[int]]] = {}  # user -> video -> [seconds, views]
        self.seconds: Counter[int] = Counter()
        self.views: Counter[int] = Counter()
        self.heap: list[tuple[int, int]] = []  # (-seconds, video); holds every present total, perhaps twice

    def update(self, user_id: int, video_id: int, watch_seconds: int) -> None:
        if watch_seconds < 0:
            raise ValueError("watch_seconds must not be negative")
        sums = self.watched.setdefault(user_id, {}).setdefault(video_id, [0, 0])
        sums[0] += watch_seconds
        sums[1] += 1
        self._change(video_id, watch_seconds, 1)

    def retract(self, user_id: int) -> int:
        withdrawn = self.watched.pop(user_id, {})
        for video_id, (seconds, views) in withdrawn.items():
            self._change(video_id, -seconds, -views)
        return sum(views for _, views in withdrawn.values())

    def topk(self) -> list[int]:
        best: list[tuple[int, int]] = []
        while self.heap and len(best) < self.k:
            entry = heappop(self.heap)
            if self._is_current(*entry):
                best.append(entry)
        for entry in best:
            heappush(self.heap, entry)
        return [video_id for _, video_id in best]

    def _is_current(self, negated: int, video_id: int) -> bool:
        return self.views[video_id] > 0 and self.seconds[video_id] == -negated

    def _change(self, video_id: int, seconds: int, views: int) -> None:
        self.seconds[video_id] += seconds
        self.views[video_id] += views
        heappush(self.heap, (-self.seconds[video_id], video_id))
