# group: scale
"""Right, but moves every item to the present whenever time moves on."""

import math


def top_k_recency_weighted_ctr(
    logs: list[tuple[int, str, int]], k: int, lam: float
) -> list[tuple[str, float]]:
    if k <= 0 or not math.isfinite(lam) or lam < 0:
        raise ValueError("k must be positive, lam finite and not negative")
    if any(clicked not in (0, 1) for _, _, clicked in logs):
        raise ValueError("clicked must be 0 or 1")
    sums: dict[str, list[float]] = {}  # clicks, impressions, logarithm of the factor both still need
    now = min((timestamp for timestamp, _, _ in logs), default=0)
    for timestamp, item, clicked in sorted(logs):
        for entry in sums.values():
            entry[2] -= lam * (timestamp - now)
        now = timestamp
        clicks, impressions, factor = sums.get(item, (0.0, 0.0, 0.0))
        sums[item] = [clicks * math.exp(factor) + clicked, impressions * math.exp(factor) + 1, 0.0]

    def rank(item: str) -> tuple[float, float, str]:
        clicks, impressions, factor = sums[item]
        return -round(clicks / impressions, 9), -round(math.log(impressions) + factor, 9), item

    return [(item, sums[item][0] / sums[item][1]) for item in sorted(sums, key=rank)[:k]]
