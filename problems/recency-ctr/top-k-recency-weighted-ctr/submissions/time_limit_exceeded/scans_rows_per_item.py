# group: scale
"""Right, but goes through all rows again for each item."""

import math


def top_k_recency_weighted_ctr(
    logs: list[tuple[int, str, int]], k: int, lam: float
) -> list[tuple[str, float]]:
    if k <= 0 or not math.isfinite(lam) or lam < 0:
        raise ValueError("k must be positive, lam finite and not negative")
    if any(clicked not in (0, 1) for _, _, clicked in logs):
        raise ValueError("clicked must be 0 or 1")
    latest = max((timestamp for timestamp, _, _ in logs), default=0)
    ranked = []
    for item in {item for _, item, _ in logs}:
        rows = [(timestamp, clicked) for timestamp, other, clicked in logs if other == item]
        newest = max(timestamp for timestamp, _ in rows)
        impressions = math.fsum(math.exp(-lam * (newest - timestamp)) for timestamp, _ in rows)
        clicks = math.fsum(math.exp(-lam * (newest - timestamp)) for timestamp, clicked in rows if clicked)
        log_impressions = math.log(impressions) - lam * (latest - newest)
        ranked.append(
            (-round(clicks / impressions, 9), -round(log_impressions, 9), item, clicks / impressions)
        )
    return [(item, rate) for _, _, item, rate in sorted(ranked)[:k]]
