"""Each item gets the mean discount of its group of equal scores; then DCG is a dot product."""

import numpy as np


def ndcg(queries: list[tuple[list[float], list[int]]], k: int) -> tuple[float | None, list[float | None]]:
    if k < 1:
        raise ValueError("k must be positive")
    values = [quality(np.array(scores), np.array(grades), k) for scores, grades in queries]
    known = [value for value in values if value is not None]
    return np.mean(known) if known else None, values


def quality(scores: np.ndarray, grades: np.ndarray, k: int) -> float | None:
    if (
        scores.shape != grades.shape
        or not np.isfinite(scores).all()
        or (grades < 0).any()
        or (grades > 30).any()
    ):
        raise ValueError("scores must be finite, grades from 0 to 30 and as many")
    if not grades.any():
        return None
    gains = np.exp2(grades) - 1
    places = np.arange(len(gains))
    discounts = np.where(places < k, 1 / np.log2(places + 2), 0.0)
    _, group, size = np.unique(-scores, return_inverse=True, return_counts=True)
    shared = np.add.reduceat(discounts, np.cumsum(size) - size) / size  # (groups,)
    return np.dot(gains, shared[group]) / np.dot(np.sort(gains)[::-1], discounts)
