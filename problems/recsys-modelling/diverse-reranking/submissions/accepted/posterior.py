"""L as the covariance of noisy linear observations: a gain is a predictive variance, and each choice updates a d × d matrix."""

from math import isfinite


def rerank(quality: list[float], vectors: list[list[float]], alpha: float, k: int) -> list[tuple[int, float]]:
    if not 0 <= alpha < 1 or k < 1:
        raise ValueError("alpha must lie in [0, 1), k be positive")
    if len(quality) != len(vectors):
        raise ValueError("every candidate needs a quality and a vector")
    if not all(map(isfinite, quality)) or any(q <= 0 for q in quality):
        raise ValueError("qualities must be positive and finite")
    if not all(isfinite(part) for vector in vectors for part in vector):
        raise ValueError("vectors must be finite")
    if not vectors:
        return []
    precision = alpha / (1 - alpha)  # of an observation, with weights of variance one before the first
    spread = [dot(vector, vector) for vector in vectors]  # variance of the noiseless prediction
    axes = range(len(vectors[0]))
    covariance = [[1.0 if row == column else 0.0 for column in axes] for row in axes]
    left = list(range(len(quality)))
    chosen: list[tuple[int, float]] = []

    def gain(at: int) -> float:
        return quality[at] ** 2 * (1 - alpha + alpha * spread[at])

    while left and len(chosen) < k:
        best = min(left, key=lambda at: -round(gain(at), 9))  # the first of equal ones
        left.remove(best)
        chosen.append((best, gain(best)))
        direction = [dot(row, vectors[best]) for row in covariance]
        shrink = precision / (1 + precision * dot(direction, vectors[best]))
        for row, part in zip(covariance, direction):
            row[:] = [value - shrink * part * other for value, other in zip(row, direction)]
        for at in left:
            spread[at] -= shrink * dot(direction, vectors[at]) ** 2
    return chosen


def dot(first: list[float], second: list[float]) -> float:
    """Inner product; ValueError where dimensions differ."""
    return sum(x * y for x, y in zip(first, second, strict=True))
