"""Estimates with the half-width of their 95 % interval."""

import numpy as np

Z = 1.96
BLOCKS = 30  # of requests, at most; and at least 10
BLOCK = 500  # requests at least, where there are as many: long against the bursts that fill the queues
SPELLS = 12  # of two hours, long against what the system learns and all viewers of a spell share


def of_mean(values: np.ndarray) -> tuple[float, float]:
    """Mean of values in order of arrival and its half-width.

    Viewers are independent, but those of the same hours share what the system has learnt and which lists are old. So
    the error is the larger one of two: from all values, and from the means of successive spells of the day.
    """
    if len(values) < 2 * SPELLS:
        return (float(values.mean()), 0.0) if len(values) else (0.0, 0.0)
    alone = values.std(ddof=1) / np.sqrt(len(values))
    return float(values.mean()), float(Z * max(alone, _error(_means(values, SPELLS))))


def of_percentile(values: np.ndarray, share: float) -> tuple[float, float]:
    """A percentile of correlated values in order of arrival, and its half-width.

    Neighbours wait in the same queues, so they are not independent: the share of values above the percentile is
    taken per block, its standard error from the differences of successive blocks (which ignore the slow swing of
    the day), and the interval for that share is read back as percentiles (Woodruff's interval).
    """
    value = float(np.quantile(values, share))
    error = _error(_means((values > value).astype(float), min(BLOCKS, max(10, len(values) // BLOCK))))
    # Half-width of at least one request, so that a percentile never claims to be exact.
    reach = max(Z * error, 1.0 / len(values))
    low, high = np.quantile(values, [max(share - reach, 0.0), min(share + reach, 1.0)])
    return value, float(high - low) / 2.0


def _means(values: np.ndarray, blocks: int) -> np.ndarray:
    """Means of successive blocks of (nearly) equal size, (blocks,)."""
    edges = np.linspace(0, len(values), blocks + 1).astype(int)
    return np.add.reduceat(values, edges[:-1]) / np.diff(edges)


def _error(means: np.ndarray) -> float:
    """Standard error of the mean of block means, from successive differences: a slow trend does not count."""
    return float(np.sqrt((np.diff(means) ** 2).mean() / 2.0 / len(means)))
