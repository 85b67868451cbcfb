# group: basics
"""Keeps scores of leaders only: a video that dropped out starts from nothing."""

from bisect import bisect_left, insort
from math import exp, inf, log, log1p


class DecayedTopK:
    def __init__(self, k: int, half_life: float) -> None:
        if k <= 0 or not 0 < half_life < inf:
            raise ValueError("k and half_life must be positive and finite")
        self.k, self.rate = k, log(2) / half_life
        self.clock = -inf
        self.levels: dict[int, float] = {}  # video -> logarithm of the sum of x * exp(rate * t)
        self.leaders: list[tuple[float, int]] = []  # (-level, video), best first, at most k of them

    def update(self, time: int, video_id: int, watch_seconds: int) -> None:
        if watch_seconds < 0:
            raise ValueError("watch_seconds must not be negative")
        self._advance(time)
        level = -inf
        if video_id in self.levels:
            level = self.levels[video_id]
            self._leave((-level, video_id))
        if watch_seconds:
            view = log(watch_seconds) + time * self.rate
            level = view + log1p(exp(level - view))  # the sum of both; level - view stays below 30
        self.levels[video_id] = level
        insort(self.leaders, (-level, video_id))
        if len(self.leaders) > self.k:
            del self.levels[self.leaders.pop()[1]]

    def topk(self, now: int) -> list[int]:
        self._advance(now)  # all scores shrink alike: the order stays
        return [video_id for _, video_id in self.leaders]

    def _advance(self, now: int) -> None:
        if now < self.clock:
            raise ValueError("time must not run backwards")
        self.clock = now

    def _leave(self, entry: tuple[float, int]) -> None:
        place = bisect_left(self.leaders, entry)
        if place < len(self.leaders):  # an outsider's entry sorts after all leaders
            del self.leaders[place]
