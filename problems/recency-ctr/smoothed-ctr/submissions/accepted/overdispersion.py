"""The posterior mean written with rho instead of the strength: nothing is infinite, and only rho = 1 needs a word."""

from heapq import nsmallest

DECIMALS = 9  # rates that agree so far are equal


def smoothed_ctr(rows: list[tuple[str, int, int]], k: int) -> list[tuple[str, float]]:
    if k <= 0:
        raise ValueError("k must be positive")
    clicks: dict[str, int] = {}
    impressions: dict[str, int] = {}
    for item, clicked, shown in rows:
        if not 0 <= clicked <= shown:
            raise ValueError("clicks must lie between 0 and the impressions")
        clicks[item] = clicks.get(item, 0) + clicked
        impressions[item] = impressions.get(item, 0) + shown
    seen = [(clicks[item], impressions[item]) for item in clicks if impressions[item]]
    if not seen:
        return []
    mean = sum(clicks.values()) / sum(impressions.values())
    rho = correlation(seen, mean)

    def rate(item: str) -> float:
        if not impressions[item]:
            return mean
        return (rho * clicks[item] + (1 - rho) * mean) / (rho * impressions[item] + (1 - rho))

    best = nsmallest(k, clicks, key=lambda item: (-round(rate(item), DECIMALS), -impressions[item], item))
    return [(item, rate(item)) for item in best]


def correlation(seen: list[tuple[int, int]], mean: float) -> float:
    """rho between 0 and 1: how much more the rates of (clicks, impressions) differ than chance makes them."""
    total, free = sum(shown for _, shown in seen), len(seen) - 1
    # As integers: N - sum(n²)/N - (K - 1) loses its digits where one item has nearly all impressions.
    scale = total * total - sum(shown * shown for _, shown in seen) - total * free
    if scale == 0 or mean in (0, 1):
        return 0.0
    spread = sum(shown * (clicked / shown - mean) ** 2 for clicked, shown in seen)
    return min(1.0, max(0.0, (spread / (mean * (1 - mean)) - free) * total / scale))
