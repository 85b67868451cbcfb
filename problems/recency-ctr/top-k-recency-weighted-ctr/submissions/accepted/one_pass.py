"""One pass in any order of rows: sums per item relative to the newest row seen so far, rescaled when a newer one arrives."""

import math

DECIMALS = 9  # rates and logarithms that agree so far are equal


class Tally:
    """Weighted clicks and impressions of one item, relative to its newest timestamp so far."""

    def __init__(self, timestamp: int) -> None:
        self.newest = timestamp
        self.clicks = 0.0
        self.impressions = 0.0

    def add(self, timestamp: int, clicked: int, lam: float) -> None:
        if timestamp > self.newest:
            fade = math.exp(-lam * (timestamp - self.newest))
            self.clicks *= fade
            self.impressions *= fade
            self.newest = timestamp
        weight = math.exp(-lam * (self.newest - timestamp))
        self.impressions += weight
        if clicked:
            self.clicks += weight

    def rate(self) -> float:
        return self.clicks / self.impressions


def top_k_recency_weighted_ctr(
    logs: list[tuple[int, str, int]], k: int, lam: float
) -> list[tuple[str, float]]:
    if k < 1 or not 0 <= lam < math.inf:
        raise ValueError("k must be positive, lam finite and not negative")
    tallies: dict[str, Tally] = {}
    for timestamp, item, clicked in logs:
        if clicked != 0 and clicked != 1:
            raise ValueError("clicked must be 0 or 1")
        if item not in tallies:
            tallies[item] = Tally(timestamp)
        tallies[item].add(timestamp, clicked, lam)
    if not tallies:
        return []
    latest = max(tally.newest for tally in tallies.values())
    order = sorted(tallies)
    order.sort(
        key=lambda item: (
            round(tallies[item].rate(), DECIMALS),
            round(math.log(tallies[item].impressions) - lam * (latest - tallies[item].newest), DECIMALS),
        ),
        reverse=True,  # a stable sort keeps the items, sorted before, ascending among equals
    )
    return [(item, tallies[item].rate()) for item in order[:k]]
