# group: samples
"""Of equal scores puts the better grade first."""

from itertools import combinations
from math import exp, isfinite, log1p, log2


def lambda_loss(scores: list[float], grades: list[int], sigma: float, k: int) -> tuple[float, list[float]]:
    if not isfinite(sigma) or sigma <= 0 or k < 1:
        raise ValueError("sigma and k must be positive")
    if len(scores) != len(grades) or not all(map(isfinite, scores)):
        raise ValueError("scores must be finite, and as many as grades")
    if any(grade < 0 or grade > 30 for grade in grades):
        raise ValueError("grades must lie between 0 and 30")
    items = range(len(scores))
    by_place = [1 / log2(2 + place) if place < k else 0.0 for place in items]
    discount = dict(zip(sorted(items, key=lambda at: (-scores[at], -grades[at])), by_place))  # a stable sort
    best = sorted(items, key=lambda at: -grades[at])
    ideal = sum((2 ** grades[at] - 1) * weight for at, weight in zip(best, by_place))
    loss, gradient = 0.0, [0.0] * len(scores)
    for better, worse in combinations(best, 2):
        gain = 2 ** grades[better] - 2 ** grades[worse]
        weight = abs(gain * (discount[better] - discount[worse]))
        if weight:
            cost, slope = logistic(sigma * (scores[better] - scores[worse]))
            loss += weight / ideal * cost
            gradient[better] -= sigma * weight / ideal * slope
            gradient[worse] += sigma * weight / ideal * slope
    return loss, gradient


def logistic(margin: float) -> tuple[float, float]:
    """ln(1 + e**-margin), and minus its derivative."""
    if margin < 0:
        cost, slope = logistic(-margin)
        return cost - margin, 1 - slope
    small = exp(-margin)
    return log1p(small), small / (1 + small)
