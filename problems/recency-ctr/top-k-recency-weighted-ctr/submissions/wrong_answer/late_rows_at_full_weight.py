# group: samples
"""Folds rows as they come and takes them to be in order of time: a late one counts fully."""

import math


def top_k_recency_weighted_ctr(
    logs: list[tuple[int, str, int]], k: int, lam: float
) -> list[tuple[str, float]]:
    if k <= 0 or not math.isfinite(lam) or lam < 0:
        raise ValueError("k must be positive, lam finite and not negative")
    if any(clicked not in (0, 1) for _, _, clicked in logs):
        raise ValueError("clicked must be 0 or 1")
    newest: dict[str, int] = {}
    clicks: dict[str, float] = {}
    impressions: dict[str, float] = {}
    for timestamp, item, clicked in logs:
        fade = math.exp(-lam * max(0, timestamp - newest.get(item, timestamp)))
        clicks[item] = clicks.get(item, 0.0) * fade + clicked
        impressions[item] = impressions.get(item, 0.0) * fade + 1
        newest[item] = max(newest.get(item, timestamp), timestamp)
    latest = max(newest.values(), default=0)

    def rank(item: str) -> tuple[float, float, str]:
        log_impressions = math.log(impressions[item]) - lam * (latest - newest[item])
        return -round(clicks[item] / impressions[item], 9), -round(log_impressions, 9), item

    return [(item, clicks[item] / impressions[item]) for item in sorted(newest, key=rank)[:k]]
