# group: scale
"""Right, but adds up every view of the window anew at each question."""

from collections import Counter, deque


class WindowTopK:
    def __init__(self, k: int, window: int) -> None:
        if k <= 0 or window <= 0:
            raise ValueError("k and window must be positive")
        self.k, self.window, self.clock = k, window, 0
        self.queue: deque[tuple[int, int, int]] = deque()

    def update(self, time: int, video_id: int, watch_seconds: int) -> None:
        if watch_seconds < 0 or time < self.clock:
            raise ValueError("negative seconds, or time runs backwards")
        self.clock = time
        self.queue.append((time, video_id, watch_seconds))

    def topk(self, now: int) -> list[int]:
        if now < self.clock:
            raise ValueError("time runs backwards")
        self.clock = now
        while self.queue and self.queue[0][0] <= now - self.window:
            self.queue.popleft()
        totals: Counter[int] = Counter()
        for _, video_id, seconds in self.queue:
            totals[video_id] += seconds
        return sorted(totals, key=lambda video_id: (-totals[video_id], video_id))[: self.k]
