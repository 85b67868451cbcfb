# group: samples
"""Fades a score when its video is watched, and compares scores last faded at different instants."""

from heapq import nsmallest
from math import inf


class DecayedTopK:
    def __init__(self, k: int, half_life: float) -> None:
        if k <= 0 or not 0 < half_life < inf:
            raise ValueError("k and half_life must be positive and finite")
        self.k, self.half_life, self.clock = k, half_life, 0
        self.scores: dict[int, float] = {}
        self.touched: dict[int, int] = {}

    def update(self, time: int, video_id: int, watch_seconds: int) -> None:
        if watch_seconds < 0 or time < self.clock:
            raise ValueError("negative seconds, or time runs backwards")
        self.clock = time
        self.scores[video_id] = self._at(time, video_id) + watch_seconds
        self.touched[video_id] = time

    def topk(self, now: int) -> list[int]:
        if now < self.clock:
            raise ValueError("time runs backwards")
        self.clock = now
        return nsmallest(self.k, self.scores, key=lambda video_id: (-self.scores[video_id], video_id))

    def _at(self, now: int, video_id: int) -> float:
        age = now - self.touched.get(video_id, now)
        return self.scores.get(video_id, 0.0) * 2 ** (-age / self.half_life)
