# group: scale
"""Right, but sorts all videos at each question."""

from math import inf, log2


class DecayedTopK:
    def __init__(self, k: int, half_life: float) -> None:
        if k <= 0 or not 0 < half_life < inf:
            raise ValueError("k and half_life must be positive and finite")
        self.k, self.half_life, self.clock = k, half_life, 0
        self.levels: dict[int, float] = {}

    def update(self, time: int, video_id: int, watch_seconds: int) -> None:
        if watch_seconds < 0 or time < self.clock:
            raise ValueError("negative seconds, or time runs backwards")
        self.clock = time
        old = self.levels.setdefault(video_id, -inf)
        if watch_seconds:
            low, high = sorted((old, log2(watch_seconds) + time / self.half_life))
            self.levels[video_id] = high + log2(1 + 2 ** (low - high))

    def topk(self, now: int) -> list[int]:
        if now < self.clock:
            raise ValueError("time runs backwards")
        self.clock = now
        return sorted(self.levels, key=lambda video_id: (-self.levels[video_id], video_id))[: self.k]
