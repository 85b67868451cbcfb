"""In order of starts: totals wait in heaps until their break, and the pause after it, are over. O(n log n)."""

from collections import defaultdict
from heapq import heappop, heappush


class Waiting:
    """Totals that come into force at a moment, and the best of those in force."""

    def __init__(self) -> None:
        self.coming: list[tuple[int, int]] = []
        self.best = 0

    def at(self, moment: int) -> int:
        while self.coming and self.coming[0][0] <= moment:
            self.best = max(self.best, heappop(self.coming)[1])
        return self.best


def best_revenue(offers: list[tuple[str, int, int, int]], gap: int) -> int:
    if gap < 0 or any(end <= start for _, start, end, _ in offers):
        raise ValueError("gap must not be negative, and a break must begin before it ends")
    paused = Waiting()
    followed_up: dict[str, Waiting] = defaultdict(Waiting)
    best = 0
    for advertiser, start, end, price in sorted(offers, key=lambda offer: offer[1]):
        total = price + max(paused.at(start), followed_up[advertiser].at(start))
        heappush(paused.coming, (end + gap, total))
        heappush(followed_up[advertiser].coming, (end, total))
        best = max(best, total)
    return best
