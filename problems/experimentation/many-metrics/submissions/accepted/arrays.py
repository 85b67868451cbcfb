"""The same with arrays: argsort, cumulative extremes, and the inverse permutation by assignment."""

import numpy as np


def adjusted(tests: list[tuple[str, float | None]], method: str) -> list[float | None]:
    if method not in ("holm", "bh", "by"):
        raise ValueError("method must be holm, bh or by")
    families: dict[str, list[int]] = {}
    for place, (family, p) in enumerate(tests):
        if p is not None:
            families.setdefault(family, []).append(place)
            if not 0 <= p <= 1:
                raise ValueError("a p-value lies between 0 and 1")
    result: list[float | None] = [None] * len(tests)
    for places in families.values():
        p_values = np.array([tests[place][1] for place in places])
        order = p_values.argsort()
        values = np.empty(len(places))
        values[order] = _ascending(p_values[order], method)
        for place, value in zip(places, values):
            result[place] = min(value, 1)
    return result


def _ascending(p_values: np.ndarray, method: str) -> np.ndarray:
    """Adjusted values of p-values in ascending order, not yet cut at 1."""
    ranks = np.arange(len(p_values)) + 1
    if method == "holm":
        return np.maximum.accumulate(p_values * ranks[::-1])
    scale = len(p_values) * (sum(1 / ranks) if method == "by" else 1)
    return np.minimum.accumulate((p_values * scale / ranks)[::-1])[::-1]
