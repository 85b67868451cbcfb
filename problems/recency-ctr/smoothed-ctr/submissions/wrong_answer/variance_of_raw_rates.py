# group: samples
"""Matches the variance of the raw rates: the noise of small items counts as spread of the prior."""

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
    rates = [clicked / shown for clicked, shown in seen]
    if len(rates) < 2 or mean in (0, 1):
        return 0.0
    centre = sum(rates) / len(rates)
    variance = sum((rate - centre) ** 2 for rate in rates) / (len(rates) - 1)
    return min(1.0, variance / (mean * (1 - mean)))
