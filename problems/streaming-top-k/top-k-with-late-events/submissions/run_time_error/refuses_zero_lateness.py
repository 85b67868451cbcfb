# group: samples
"""Takes a lateness of 0 for an error."""

from collections import Counter
from heapq import heappop, heappush, nsmallest
from math import inf


class WatermarkTopK:
    def __init__(self, k: int, window: int, lateness: int) -> None:
        if k <= 0 or window <= 0 or lateness <= 0:
            raise ValueError("k and window must be positive, lateness must not be negative")
        self.k, self.window, self.lateness = k, window, lateness
        self.newest = -inf
        self.late = 0
        self.totals: dict[int, Counter[int]] = {}  # start of an open window -> seconds per video
        self.starts: list[int] = []  # its keys as a heap

    def update(self, time: int, video_id: int, watch_seconds: int) -> list[tuple[int, list[int]]]:
        if watch_seconds < 0:
            raise ValueError("watch_seconds must not be negative")
        start = time - time % self.window
        if self._is_closed(start):
            self.late += 1
            return []
        if start not in self.totals:
            self.totals[start] = Counter()
            heappush(self.starts, start)
        self.totals[start][video_id] += watch_seconds
        self.newest = max(self.newest, time)
        return self._close()

    def flush(self) -> list[tuple[int, list[int]]]:
        self.newest = inf
        return self._close()

    def dropped(self) -> int:
        return self.late

    def _is_closed(self, start: int) -> bool:
        return start + self.window <= self.newest - self.lateness

    def _close(self) -> list[tuple[int, list[int]]]:
        closed = []
        while self.starts and self._is_closed(self.starts[0]):
            start = heappop(self.starts)
            closed.append((start, self._leaders(self.totals.pop(start))))
        return closed

    def _leaders(self, totals: Counter[int]) -> list[int]:
        return nsmallest(self.k, totals, key=lambda video_id: (-totals[video_id], video_id))
