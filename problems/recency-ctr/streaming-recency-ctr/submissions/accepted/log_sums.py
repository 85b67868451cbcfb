"""Logarithms of the two sums per item, relative to an instant of its own: nothing can vanish, late events need no second case."""

from math import exp, inf, isinf, isnan, log1p


def log_add(first: float, second: float) -> float:
    """ln(e**first + e**second)."""
    low, high = sorted((first, second))
    return high + log1p(exp(low - high))


class Item:
    """ln of clicks and of impressions, both times e**(lam * (origin - now))."""

    def __init__(self, origin: int) -> None:
        self.origin = origin
        self.clicks = -inf
        self.impressions = -inf


class StreamingCTR:
    def __init__(self, lam: float) -> None:
        if lam < 0 or isinf(lam) or isnan(lam):
            raise ValueError("lam must be finite and not negative")
        self.lam = lam
        self.items: dict[str, Item] = {}
        self.clock: int | None = None

    def record(self, timestamp: int, item: str, clicked: int) -> None:
        if clicked not in (0, 1):
            raise ValueError("clicked must be 0 or 1")
        self.clock = timestamp if self.clock is None else max(self.clock, timestamp)
        entry = self.items.setdefault(item, Item(timestamp))
        # The origin follows the newest event: logarithms stay small, and lose no digits however far time moves.
        newest = max(entry.origin, timestamp)
        entry.impressions -= self.lam * (newest - entry.origin)
        entry.clicks -= self.lam * (newest - entry.origin)
        entry.origin = newest
        weight = -self.lam * (newest - timestamp)
        entry.impressions = log_add(entry.impressions, weight)
        if clicked:
            entry.clicks = log_add(entry.clicks, weight)

    def ctr(self, item: str) -> float | None:
        entry = self.items.get(item)
        return None if entry is None else exp(entry.clicks - entry.impressions)

    def log_impressions(self, item: str, now: int) -> float | None:
        if self.clock is not None and now < self.clock:
            raise ValueError("now must not be earlier than the newest timestamp")
        entry = self.items.get(item)
        return None if entry is None else entry.impressions - self.lam * (now - entry.origin)

    def top(self, k: int, now: int, log_floor: float) -> list[tuple[str, float]]:
        if k <= 0 or isinf(log_floor) or isnan(log_floor):
            raise ValueError("k must be positive and log_floor finite")
        rows = []
        for item in self.items:
            mass = round(self.log_impressions(item, now), 9)
            if mass >= round(log_floor, 9):
                rate = self.ctr(item)
                rows.append((-round(rate, 9), -mass, item, rate))
        return [(item, rate) for _, _, item, rate in sorted(rows)[:k]]
