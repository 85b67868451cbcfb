"""Views by number of the window, numbers in one sorted list: what has closed is a prefix of it. Adds up when a window closes."""

from bisect import bisect_right, insort
from collections import Counter
from math import inf

Window = tuple[int, list[int]]


class WatermarkTopK:
    def __init__(self, k: int, window: int, lateness: int) -> None:
        if not (k > 0 and window > 0 and lateness >= 0):
            raise ValueError("k and window must be positive, lateness must not be negative")
        self.k, self.window, self.lateness = k, window, lateness
        self.closed = -inf  # number of the last window that is closed
        self.late = 0
        self.views: dict[int, list[tuple[int, int]]] = {}  # number of an open window -> its views
        self.numbers: list[int] = []  # the same numbers, ascending

    def update(self, time: int, video_id: int, watch_seconds: int) -> list[Window]:
        if watch_seconds < 0:
            raise ValueError("watch_seconds must not be negative")
        number = time // self.window
        if number <= self.closed:
            self.late += 1
            return []
        if number not in self.views:
            self.views[number] = []
            insort(self.numbers, number)
        self.views[number].append((video_id, watch_seconds))
        return self._close(max(self.closed, (time - self.lateness) // self.window - 1))

    def flush(self) -> list[Window]:
        return self._close(inf)

    def dropped(self) -> int:
        return self.late

    def _close(self, last: float) -> list[Window]:
        self.closed = last
        due = bisect_right(self.numbers, last)
        numbers = self.numbers[:due]
        del self.numbers[:due]
        return [(number * self.window, self._leaders(self.views.pop(number))) for number in numbers]

    def _leaders(self, views: list[tuple[int, int]]) -> list[int]:
        totals: Counter[int] = Counter()
        for video_id, seconds in views:
            totals[video_id] += seconds
        return sorted(totals, key=lambda video_id: (-totals[video_id], video_id))[: self.k]
