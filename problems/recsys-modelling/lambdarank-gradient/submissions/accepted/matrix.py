"""All pairs as a matrix (items, items); the logistic function never sees a positive exponent."""

import numpy as np


def lambda_loss(scores: list[float], grades: list[int], sigma: float, k: int) -> tuple[float, list[float]]:
    s, g = np.array(scores), np.array(grades)
    if not 0 < sigma < np.inf or k <= 0 or s.shape != g.shape or not np.isfinite(s).all():
        raise ValueError("sigma and k must be positive, scores finite, and as many as grades")
    if not ((g >= 0) & (g <= 30)).all():
        raise ValueError("grades must lie between 0 and 30")
    if not g.any():
        return 0.0, [0.0] * len(s)
    gain = np.exp2(g)
    places = np.arange(len(s))
    by_place = np.where(places < k, 1 / np.log2(places + 2), 0.0)
    discount = np.empty(len(s))
    discount[np.argsort(-s, kind="stable")] = by_place
    ideal = (np.sort(gain)[::-1] - 1) @ by_place
    delta = np.abs((gain[:, None] - gain) * (discount[:, None] - discount)) / ideal
    delta[g[:, None] <= g] = 0.0  # row i: the better item of the pair
    margin = sigma * (s[:, None] - s)
    small = np.exp(-np.abs(margin))
    loss = delta * (np.log1p(small) + np.maximum(-margin, 0))
    wrong = np.where(margin < 0, 1, small) / (1 + small)  # probability of the wrong order
    pull = sigma * delta * wrong
    return loss.sum(), (pull.sum(axis=0) - pull.sum(axis=1)).tolist()
