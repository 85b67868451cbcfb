# growth: slower
"""Right, and looks for the newest timestamp among all items whenever `now` is checked."""

from heapq import nsmallest
from math import exp, inf, isfinite, log

DECIMALS = 9  # rates and logarithms that agree so far are equal


class StreamingCTR:
    def __init__(self, lam: float) -> None:
        if not 0 <= lam < inf:
            raise ValueError("lam must be finite and not negative")
        self.lam = lam
        self.tallies: dict[str, tuple[int, float, float]] = {}  # own newest timestamp, clicks, impressions

    def record(self, timestamp: int, item: str, clicked: int) -> None:
        if clicked not in (0, 1):
            raise ValueError("clicked must be 0 or 1")
        before, clicks, impressions = self.tallies.get(item, (timestamp, 0.0, 0.0))
        newest = max(before, timestamp)
        fade = exp(-self.lam * (newest - before))
        weight = exp(-self.lam * (newest - timestamp))
        self.tallies[item] = newest, clicks * fade + clicked * weight, impressions * fade + weight

    def ctr(self, item: str) -> float | None:
        if item not in self.tallies:
            return None
        _, clicks, impressions = self.tallies[item]
        return clicks / impressions

    def log_impressions(self, item: str, now: int) -> float | None:
        self._check(now)
        return self._log(item, now) if item in self.tallies else None

    def top(self, k: int, now: int, log_floor: float) -> list[tuple[str, float]]:
        self._check(now)
        if k <= 0 or not isfinite(log_floor):
            raise ValueError("k must be positive and log_floor finite")
        logs = {item: round(self._log(item, now), DECIMALS) for item in self.tallies}
        seen = [item for item in logs if logs[item] >= round(log_floor, DECIMALS)]
        best = nsmallest(k, seen, key=lambda item: (-round(self.ctr(item), DECIMALS), -logs[item], item))
        return [(item, self.ctr(item)) for item in best]

    def _log(self, item: str, now: int) -> float:
        newest, _, impressions = self.tallies[item]
        return log(impressions) - self.lam * (now - newest)

    def _check(self, now: int) -> None:
        if any(now < newest for newest, _, _ in self.tallies.values()):
            raise ValueError("now must not be earlier than the newest timestamp")
