# group: samples
"""Asks for the pause between breaks of the same advertiser as well."""

from bisect import bisect_right
from collections import defaultdict
from math import inf


class Best:
    """The best total of selections by the end of their last break. Ends are added in order."""

    def __init__(self) -> None:
        self.ends: list[float] = [-inf]
        self.totals = [0]  # the greatest total of a selection that ends by then

    def add(self, end: int, total: int) -> None:
        self.ends.append(end)
        self.totals.append(max(total, self.totals[-1]))

    def until(self, moment: int) -> int:
        return self.totals[bisect_right(self.ends, moment) - 1]


def best_revenue(offers: list[tuple[str, int, int, int]], gap: int) -> int:
    if gap < 0 or any(start >= end for _, start, end, _ in offers):
        raise ValueError("gap must not be negative, and a break must begin before it ends")
    everybody = Best()
    alone: dict[str, Best] = defaultdict(Best)  # selections whose last break is the advertiser's
    for advertiser, start, end, price in sorted(offers, key=lambda offer: offer[2]):
        own = alone[advertiser]
        total = price + everybody.until(start - gap)
        everybody.add(end, total)
        own.add(end, total)
    return everybody.totals[-1]
