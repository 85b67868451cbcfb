# group: old
"""Moves a score to the exponent of the newest view, even if that has 0 seconds: nothing is left of an old one."""

from bisect import bisect_left, insort
from math import frexp, inf, isfinite, ldexp


class DecayedTopK:
    def __init__(self, k: int, half_life: float) -> None:
        if k <= 0 or half_life <= 0 or not isfinite(half_life):
            raise ValueError("k and half_life must be positive and finite")
        self.k, self.half_life = k, half_life
        self.clock = -inf
        self.scores: dict[int, tuple[float, int]] = {}  # as frexp has it: (m, e) is m * 2 ** e, 0.5 <= m < 1
        self.order: list[tuple[int, float, int]] = []  # (exponent, mantissa, -video), worst first

    def update(self, time: int, video_id: int, watch_seconds: int) -> None:
        if watch_seconds < 0:
            raise ValueError("watch_seconds must not be negative")
        self._advance(time)
        mantissa, exponent = self.scores.get(video_id, frexp(0))
        if video_id in self.scores:
            del self.order[bisect_left(self.order, (exponent, mantissa, -video_id))]
        whole, part = divmod(time / self.half_life, 1)
        total = watch_seconds * 2**part + ldexp(mantissa, exponent - int(whole))
        mantissa, shift = frexp(total)
        exponent = int(whole) + shift if total else 0
        self.scores[video_id] = (mantissa, exponent)
        insort(self.order, (exponent, mantissa, -video_id))

    def topk(self, now: int) -> list[int]:
        self._advance(now)
        return [-negated for _, _, negated in self.order[: -self.k - 1 : -1]]

    def _advance(self, now: int) -> None:
        if now < self.clock:
            raise ValueError("time must not run backwards")
        self.clock = now
