# group: ties
"""Among equal counts the smallest id loses its counter."""

from bisect import bisect_left, insort


class CappedTopK:
    def __init__(self, k: int, m: int) -> None:
        if not 0 < k < m:
            raise ValueError("k must be positive and less than m")
        self.k, self.m = k, m
        self.counters: dict[int, tuple[int, int]] = {}  # video -> (count, error)
        self.order: list[tuple[int, int]] = []  # (-count, video), best first

    def update(self, video_id: int, watch_seconds: int) -> None:
        if watch_seconds < 0:
            raise ValueError("watch_seconds must not be negative")
        if watch_seconds == 0:
            return
        count, error = self._claim(video_id)
        self.counters[video_id] = (count + watch_seconds, error)
        insort(self.order, (-count - watch_seconds, video_id))

    def topk(self) -> list[tuple[int, int, int]]:
        return [(video_id, *self.counters[video_id]) for _, video_id in self.order[: self.k]]

    def certain(self) -> list[int]:
        if len(self.order) <= self.k:
            return [video_id for _, video_id in self.order]
        rival = -self.order[self.k][0]
        return [video_id for video_id, count, error in self.topk() if count - error > rival]

    def _claim(self, video_id: int) -> tuple[int, int]:
        if video_id in self.counters:
            count, error = self.counters[video_id]
            del self.order[bisect_left(self.order, (-count, video_id))]
            return count, error
        if len(self.counters) < self.m:
            return 0, 0
        negated = self.order[-1][0]
        victim = self.order.pop(bisect_left(self.order, (negated, -1)))[1]
        del self.counters[victim]
        return -negated, -negated
