"""The statement in 60-digit arithmetic, and whether the answer of `top` is the same in any floating point."""

from collections.abc import Sequence
from decimal import MAX_EMAX, MIN_EMIN, Context, Decimal, localcontext
from functools import lru_cache
from math import isfinite

EXACT = Context(prec=60, Emin=MIN_EMIN, Emax=MAX_EMAX)
NEAR = Decimal("3e-9")  # closer than this: the edge of rounding to nine decimals may lie between

Key = tuple[Decimal, Decimal]  # CTR and ln I


@lru_cache(maxsize=100_000)
def _weight(lam: float, age: int) -> Decimal:
    return (-Decimal(lam) * age).exp()


class Exact:
    """Sums per item as real numbers, relative to its newest event."""

    def __init__(self, lam: float) -> None:
        self.lam = lam
        self.sums: dict[str, tuple[int, Decimal, Decimal]] = {}

    def record(self, timestamp: int, item: str, clicked: int) -> None:
        """Add one impression."""
        with localcontext(EXACT):
            before, clicks, impressions = self.sums.get(item, (timestamp, Decimal(0), Decimal(0)))
            newest = max(before, timestamp)
            fade, weight = _weight(self.lam, newest - before), _weight(self.lam, newest - timestamp)
            self.sums[item] = newest, clicks * fade + clicked * weight, impressions * fade + weight

    def key(self, item: str, now: int) -> Key:
        """CTR and logarithm of the weighted impressions."""
        with localcontext(EXACT):
            newest, clicks, impressions = self.sums[item]
            return clicks / impressions, impressions.ln() - Decimal(self.lam) * (now - newest)

    def clear(self, now: int, log_floor: float) -> bool:
        """Whether no rounding can change who reaches the floor, or which of two neighbours stands first."""
        with localcontext(EXACT):
            keys = {item: self.key(item, now) for item in self.sums}
            floor = Decimal(log_floor)
            if not all(_beside(mass, floor) for _, mass in keys.values()):
                return False
            seen = [item for item in keys if round(keys[item][1], 9) >= round(floor, 9)]
            order = sorted(seen, key=lambda item: (*(-round(value, 9) for value in keys[item]), item))
            return all(_apart(keys[x], keys[y]) for x, y in zip(order, order[1:], strict=False))


def clear(lam: float, calls: Sequence[tuple[object, ...]]) -> bool:
    """Whether every answer of `top` in these calls is clear."""
    stream = Exact(lam)
    for method, *given in calls:
        if method == "record" and given[2] in (0, 1):
            stream.record(*given)
        elif method == "top" and isfinite(given[2]) and not stream.clear(*given[1:]):
            return False
    return True


def _beside(mass: Decimal, floor: Decimal) -> bool:
    """Whether ln I is clearly on one side of the floor, or rounds as the floor does or does not."""
    return _decided(mass, floor) or not _edges(mass, floor)


def _apart(first: Key, second: Key) -> bool:
    """Whether the order of two items is the same in any floating point."""
    for one, other in zip(first, second, strict=True):
        if _decided(one, other):
            return True
        if _edges(one, other):
            return False
        if round(one, 9) != round(other, 9):
            return True
    return True


def _decided(one: Decimal, other: Decimal) -> bool:
    return abs(one - other) > NEAR + _scale(one, other) * Decimal("1e-14")


def _edges(one: Decimal, other: Decimal) -> bool:
    """Whether one of them lies so near an edge of rounding that an error of its last digits tips it."""
    margin = _scale(one, other) * Decimal("5e-12")
    return _on_edge(one, margin) or _on_edge(other, margin)


def _scale(one: Decimal, other: Decimal) -> Decimal:
    return max(abs(one), abs(other), Decimal(1))


def _on_edge(value: Decimal, margin: Decimal) -> bool:
    scaled = abs(value) * 10**9
    return abs(scaled - int(scaled) - Decimal("0.5")) <= margin * 10**9
