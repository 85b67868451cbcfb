# group: certain
"""y ln p + (1 - y) ln(1 - p) in arrays: 0 times the logarithm of 0 is NaN."""

import numpy as np


def calibration_report(predictions: list[float], labels: list[int], bins: int) -> dict[str, object]:
    if len(predictions) != len(labels) or len(predictions) == 0 or bins < 1:
        raise ValueError("as many labels as predictions, at least one, and a positive number of bins")
    p, y = np.array(predictions, dtype=float), np.array(labels)
    if not ((p >= 0) & (p <= 1)).all() or not ((y == 0) | (y == 1)).all():
        raise ValueError("predictions must lie between 0 and 1, labels be 0 or 1")
    with np.errstate(divide="ignore", invalid="ignore"):
        losses = -(y * np.log(p) + (1 - y) * np.log1p(-p))
    base = y.mean()
    constant = y.min() == y.max()
    count, mean_p, mean_y = table(p, y, bins)
    gaps = np.abs(mean_p - mean_y)
    return {
        "log_loss": losses.mean(),
        "normalised_entropy": None if constant else losses.mean() / entropy(base),
        "ratio": p.sum() / y.sum() if y.any() else None,
        "bins": list(zip(count.tolist(), mean_p.tolist(), mean_y.tolist())),
        "ece": np.average(gaps, weights=count),
        "mce": gaps.max(),
    }


def entropy(q: float) -> float:
    return -(q * np.log(q) + (1 - q) * np.log(1 - q))


def table(p: np.ndarray, y: np.ndarray, bins: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Counts, mean predictions and mean labels of the bins that are not empty."""
    order = np.argsort(p)
    p, y = p[order], y[order]
    number = np.searchsorted(p, p) * bins // len(p)
    _, start, count = np.unique(number, return_index=True, return_counts=True)
    return count, np.add.reduceat(p, start) / count, np.add.reduceat(y, start) / count
