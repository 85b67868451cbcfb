# group: samples
"""Decays the clicks but divides by the plain number of impressions."""

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
        weight = math.exp(-lam * (newest[item] - timestamp))
        clicks[item] += weight * clicked
        impressions[item] += 1

    def rank(item: str) -> tuple[float, float, str]:
        log_impressions = math.log(impressions[item]) - lam * (latest - newest[item])
        return -round(clicks[item] / impressions[item], 9), -round(log_impressions, 9), item

    return [(item, clicks[item] / impressions[item]) for item in sorted(newest, key=rank)[:k]]
