"""Alpha and beta of the prior as such, in arrays, with the two limits of the strength as cases of their own."""

import numpy as np


def smoothed_ctr(rows: list[tuple[str, int, int]], k: int) -> list[tuple[str, float]]:
    if k < 1 or any(clicks < 0 or clicks > impressions for _, clicks, impressions in rows):
        raise ValueError("k must be positive, and clicks between 0 and the impressions")
    items = sorted({item for item, _, _ in rows})
    place = {item: at for at, item in enumerate(items)}
    totals = np.zeros((len(items), 2))
    for item, clicks, impressions in rows:
        totals[place[item]] += clicks, impressions
    clicks, impressions = totals.T
    if not impressions.any():
        return []
    rates = shrunk(clicks, impressions)
    best = np.lexsort((-impressions, -rates.round(9)))  # stable: the items are sorted already
    return [(items[at], rates[at]) for at in best[:k]]


def shrunk(clicks: np.ndarray, impressions: np.ndarray) -> np.ndarray:
    """Posterior means under the prior that the items with impressions determine. All (items,)."""
    mean = clicks.sum() / impressions.sum()
    strength = prior_strength(clicks[impressions > 0], impressions[impressions > 0], mean)
    if strength == np.inf:
        return np.full(len(clicks), mean)
    alpha = strength * mean
    rates = np.full(len(clicks), mean)
    np.divide(clicks + alpha, impressions + strength, out=rates, where=impressions > 0)
    return rates


def prior_strength(clicks: np.ndarray, impressions: np.ndarray, mean: float) -> float:
    """alpha + beta, from 0 to infinity."""
    sizes = [int(size) for size in impressions]
    total, free = sum(sizes), len(sizes) - 1
    scale = (total**2 - sum(size**2 for size in sizes)) / total - free  # exact until it is divided
    noise = mean * (1 - mean)
    if scale == 0 or noise == 0:
        return np.inf
    spread = (impressions * (clicks / impressions - mean) ** 2).sum()
    rho = float((spread / noise - free) / scale)
    return np.inf if rho <= 0 else max((1 - rho) / rho, 0.0)
