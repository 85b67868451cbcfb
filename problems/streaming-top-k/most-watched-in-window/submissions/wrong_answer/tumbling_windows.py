# group: edges
"""Cuts time into fixed windows: each starts empty at a multiple of W."""

from bisect import bisect_left, insort
from collections import deque
from math import inf


class WindowTopK:
    def __init__(self, k: int, window: int) -> None:
        if k <= 0 or window <= 0:
            raise ValueError("k and window must be positive")
        self.k, self.window = k, window
        self.clock = -inf
        self.views: deque[tuple[int, int, int]] = deque()  # (time, video, seconds), oldest first
        self.standing: dict[int, tuple[int, int]] = {}  # video -> (seconds, views), both over self.views
        self.order: list[tuple[int, int]] = []  # (-seconds, video), best first

    def update(self, time: int, video_id: int, watch_seconds: int) -> None:
        if watch_seconds < 0:
            raise ValueError("watch_seconds must not be negative")
        self._advance(time)
        self.views.append((time, video_id, watch_seconds))
        self._change(video_id, watch_seconds, 1)

    def topk(self, now: int) -> list[int]:
        self._advance(now)
        return [video_id for _, video_id in self.order[: self.k]]

    def _advance(self, now: int) -> None:
        if now < self.clock:
            raise ValueError("time must not run backwards")
        self.clock = now
        while self.views and self.views[0][0] // self.window < now // self.window:
            _, video_id, seconds = self.views.popleft()
            self._change(video_id, -seconds, -1)

    def _change(self, video_id: int, seconds: int, views: int) -> None:
        if video_id in self.standing:
            old_seconds, old_views = self.standing.pop(video_id)
            del self.order[bisect_left(self.order, (-old_seconds, video_id))]
            seconds += old_seconds
            views += old_views
        if views:
            self.standing[video_id] = (seconds, views)
            insort(self.order, (-seconds, video_id))
