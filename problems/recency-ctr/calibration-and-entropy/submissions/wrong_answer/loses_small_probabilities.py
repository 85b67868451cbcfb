# group: rare
"""Takes the logarithm of 1 - p, which has no digits left of a small p."""

from itertools import groupby
from math import inf, log, log1p


def calibration_report(predictions: list[float], labels: list[int], bins: int) -> dict[str, object]:
    rows = len(predictions)
    if not rows or rows != len(labels) or bins <= 0:
        raise ValueError("as many labels as predictions, at least one, and a positive number of bins")
    if not all(0 <= p <= 1 for p in predictions) or not all(y in (0, 1) for y in labels):
        raise ValueError("predictions must lie between 0 and 1, labels be 0 or 1")
    log_loss = sum(map(loss, predictions, labels)) / rows
    clicks = sum(labels)
    table = binned(predictions, labels, bins)
    gaps = [abs(p - y) for _, p, y in table]
    return {
        "log_loss": log_loss,
        "normalised_entropy": log_loss / entropy(clicks / rows) if 0 < clicks < rows else None,
        "ratio": sum(predictions) / clicks if clicks else None,
        "bins": table,
        "ece": sum(count * gap for (count, _, _), gap in zip(table, gaps)) / rows,
        "mce": max(gaps),
    }


def loss(p: float, y: int) -> float:
    """-ln of the probability given to what happened."""
    if y:
        return -log(p) if p else inf
    return -log(1 - p) if p < 1 else inf  # 1 - p has no digits left for a small p


def entropy(q: float) -> float:
    return -q * log(q) - (1 - q) * log1p(-q)


def binned(predictions: list[float], labels: list[int], bins: int) -> list[tuple[int, float, float]]:
    """(count, mean prediction, mean label) of each bin that is not empty."""
    sums: dict[int, list[float]] = {}
    smaller = 0
    for p, group in groupby(sorted(zip(predictions, labels)), key=lambda row: row[0]):
        equal = [y for _, y in group]
        entry = sums.setdefault(smaller * bins // len(predictions), [0, 0.0, 0])
        entry[0] += len(equal)
        entry[1] += p * len(equal)
        entry[2] += sum(equal)
        smaller += len(equal)
    return [(count, p / count, y / count) for count, p, y in sums.values()]
