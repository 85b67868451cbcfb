# group: old
"""The formula as written: ZeroDivisionError once all weights of an item underflow."""

import math


def top_k_recency_weighted_ctr(
    logs: list[tuple[int, str, int]], k: int, lam: float
) -> list[tuple[str, float]]:
    if k <= 0 or not math.isfinite(lam) or lam < 0:
        raise ValueError("k must be positive, lam finite and not negative")
    if any(clicked not in (0, 1) for _, _, clicked in logs):
        raise ValueError("clicked must be 0 or 1")
    newest: dict[str, int] = {}
    for timestamp, item, _ in logs:
        newest[item] = max(newest.get(item, timestamp), timestamp)
    latest = max(newest.values(), default=0)
    clicks = dict.fromkeys(newest, 0.0)
    impressions = dict.fromkeys(newest, 0.0)
    for timestamp, item, clicked in logs:
        weight = math.exp(-lam * (latest - timestamp))
        clicks[item] += weight * clicked
        impressions[item] += weight

    def rate(item: str) -> float:
        return clicks[item] / impressions[item]

    def rank(item: str) -> tuple[float, float, str]:
        return -round(rate(item), 9), -round(math.log(impressions[item]), 9), item

    return [(item, rate(item)) for item in sorted(newest, key=rank)[:k]]
