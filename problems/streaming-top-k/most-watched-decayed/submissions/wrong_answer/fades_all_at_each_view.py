# group: old
"""Multiplies the scores of all videos whenever the clock moves: slow, and old ones underflow."""

from math import inf


class DecayedTopK:
    def __init__(self, k: int, half_life: float) -> None:
        if k <= 0 or not 0 < half_life < inf:
            raise ValueError("k and half_life must be positive and finite")
        self.k, self.half_life, self.clock = k, half_life, 0
        self.scores: dict[int, float] = {}

    def update(self, time: int, video_id: int, watch_seconds: int) -> None:
        if watch_seconds < 0:
            raise ValueError("watch_seconds must not be negative")
        self._fade(time)
        self.scores[video_id] = self.scores.get(video_id, 0.0) + watch_seconds

    def topk(self, now: int) -> list[int]:
        self._fade(now)
        return sorted(self.scores, key=lambda video_id: (-self.scores[video_id], video_id))[: self.k]

    def _fade(self, now: int) -> None:
        if now < self.clock:
            raise ValueError("time must not run backwards")
        factor = 2 ** ((self.clock - now) / self.half_life)
        self.clock = now
        for video_id in self.scores:
            self.scores[video_id] *= factor
