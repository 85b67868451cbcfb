"""Weights relative to each item's own newest impression: the common factor cancels in the rate, and is added back as a logarithm."""

from heapq import nsmallest
from math import exp, isfinite, log

DECIMALS = 9  # rates and logarithms that agree so far are equal


def top_k_recency_weighted_ctr(
    logs: list[tuple[int, str, int]], k: int, lam: float
) -> list[tuple[str, float]]:
    if k <= 0:
        raise ValueError("k must be positive")
    if not isfinite(lam) or lam < 0:
        raise ValueError("lam must be finite and not negative")
    newest: dict[str, int] = {}
    for timestamp, item, clicked in logs:
        if clicked not in (0, 1):
            raise ValueError("clicked must be 0 or 1")
        newest[item] = max(newest.get(item, timestamp), timestamp)
    clicks = dict.fromkeys(newest, 0.0)
    impressions = dict.fromkeys(newest, 0.0)
    for timestamp, item, clicked in logs:
        weight = exp(-lam * (newest[item] - timestamp))
        clicks[item] += weight * clicked
        impressions[item] += weight
    if not newest:
        return []
    latest = max(newest.values())

    def rank(item: str) -> tuple[float, float, str]:
        log_impressions = log(impressions[item]) - lam * (latest - newest[item])
        return -round(clicks[item] / impressions[item], DECIMALS), -round(log_impressions, DECIMALS), item

    return [(item, clicks[item] / impressions[item]) for item in nsmallest(k, newest, key=rank)]
