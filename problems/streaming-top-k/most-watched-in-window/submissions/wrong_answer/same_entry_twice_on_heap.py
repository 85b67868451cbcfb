# group: expiry
"""Lazy heap in which a total that rises and falls back is listed twice."""

from collections import Counter, deque
from heapq import heappop, heappush
from math import inf


class WindowTopK:
    def __init__(self, k: int, window: int) -> None:
        if k <= 0 or window <= 0:
            raise ValueError("k and window must be positive")
        self.k, self.window = k, window
        self.clock = -inf
        self.queue: deque[tuple[int, int, int]] = deque()  # (time, video, seconds), oldest first
        self.seconds: Counter[int] = Counter()
        self.views: Counter[int] = Counter()
        self.heap: list[tuple[int, int]] = []  # (-seconds, video); holds every present total, perhaps twice

    def update(self, time: int, video_id: int, watch_seconds: int) -> None:
        if watch_seconds < 0:
            raise ValueError("watch_seconds must not be negative")
        self._advance(time)
        self.queue.append((time, video_id, watch_seconds))
        self._change(video_id, watch_seconds, 1)

    def topk(self, now: int) -> list[int]:
        self._advance(now)
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

    def _advance(self, now: int) -> None:
        if now < self.clock:
            raise ValueError("time must not run backwards")
        self.clock = now
        while self.queue and self.queue[0][0] <= now - self.window:
            _, video_id, seconds = self.queue.popleft()
            self._change(video_id, -seconds, -1)

    def _change(self, video_id: int, seconds: int, views: int) -> None:
        self.seconds[video_id] += seconds
        self.views[video_id] += views
        heappush(self.heap, (-self.seconds[video_id], video_id))
