# group: scale
"""Right, and expires by a queue, but looks through all videos of the window at each question."""

from collections import deque
from heapq import nsmallest


class WindowTopK:
    def __init__(self, k: int, window: int) -> None:
        if k <= 0 or window <= 0:
            raise ValueError("k and window must be positive")
        self.k, self.window, self.clock = k, window, 0
        self.queue: deque[tuple[int, int, int]] = deque()
        self.seconds: dict[int, int] = {}
        self.views: dict[int, int] = {}

    def update(self, time: int, video_id: int, watch_seconds: int) -> None:
        if watch_seconds < 0 or time < self.clock:
            raise ValueError("negative seconds, or time runs backwards")
        self._advance(time)
        self.queue.append((time, video_id, watch_seconds))
        self.seconds[video_id] = self.seconds.get(video_id, 0) + watch_seconds
        self.views[video_id] = self.views.get(video_id, 0) + 1

    def topk(self, now: int) -> list[int]:
        if now < self.clock:
            raise ValueError("time runs backwards")
        self._advance(now)
        return nsmallest(self.k, self.seconds, key=lambda video_id: (-self.seconds[video_id], video_id))

    def _advance(self, now: int) -> None:
        self.clock = now
        while self.queue and self.queue[0][0] <= now - self.window:
            _, video_id, seconds = self.queue.popleft()
            self.seconds[video_id] -= seconds
            self.views[video_id] -= 1
            if self.views[video_id] == 0:
                del self.seconds[video_id], self.views[video_id]
