"""The same two sums as array operations: numpy groups rows by item and adds them up with bincount."""

import numpy as np

DECIMALS = 9  # rates and logarithms that agree so far are equal


def top_k_recency_weighted_ctr(
    logs: list[tuple[int, str, int]], k: int, lam: float
) -> list[tuple[str, float]]:
    if k <= 0 or not np.isfinite(lam) or lam < 0:
        raise ValueError("k must be positive, lam finite and not negative")
    if not logs:
        return []
    timestamps = np.array([row[0] for row in logs], dtype=np.int64)  # (rows,)
    clicked = np.array([row[2] for row in logs])
    if not np.isin(clicked, (0, 1)).all():
        raise ValueError("clicked must be 0 or 1")
    items = sorted({row[1] for row in logs})
    number = {item: at for at, item in enumerate(items)}
    group = np.array([number[row[1]] for row in logs])  # (rows,) -> 0..items-1
    newest = np.full(len(items), timestamps.min())
    np.maximum.at(newest, group, timestamps)
    weights = np.exp(-lam * (newest[group] - timestamps))
    impressions = np.bincount(group, weights)
    rates = np.bincount(group, weights * clicked) / impressions
    log_impressions = np.log(impressions) - lam * (newest.max() - newest)
    best = np.lexsort((np.arange(len(items)), -log_impressions.round(DECIMALS), -rates.round(DECIMALS)))[:k]
    return [(items[at], float(rates[at])) for at in best]
