# group: digits
"""Subtracts the other tail from 1, and 1e-20 is gone."""

from collections.abc import Callable

import numpy as np

WIDEST = 100.0  # no logarithm of an answer is as large


def common_odds(markets: list[tuple[int, int, int, int]], alpha: float) -> dict:
    if not 0 < alpha < 1:
        raise ValueError("alpha must lie between 0 and 1")
    weights = np.zeros(1)  # one logarithm per possible total, from the smallest
    observed = 0  # the place of the observed total among them
    for treated, treated_harmed, control, control_harmed in markets:
        if not (0 <= treated_harmed <= treated and 0 <= control_harmed <= control):
            raise ValueError("a number of harmed users lies between 0 and that of users")
        harmed = treated_harmed + control_harmed
        fewest = max(0, harmed - control)
        weights = convolve(weights, market_weights(treated, control, harmed, fewest))
        observed += treated_harmed - fewest
    off = np.arange(len(weights)) - observed  # of each total from the observed one

    estimate = None
    if off[-1] > 0:
        estimate = solve(lambda tilt: chances(weights, off, tilt) @ off) if observed else 0.0
    high = lower_end(weights, -off, alpha)
    return {
        "p": 1 - chances(weights, off, 0.0)[off < 0].sum(),
        "estimate": estimate,
        "low": lower_end(weights, off, alpha),
        "high": 1 / high if high else None,
    }


def market_weights(treated: int, control: int, harmed: int, fewest: int) -> np.ndarray:
    """Logarithms of C(treated, x) C(control, harmed - x), up to a constant, from the quotients of neighbours."""
    x = np.arange(fewest, min(harmed, treated))
    quotients = (treated - x) / (x + 1) * (harmed - x) / (control - harmed + x + 1)
    return np.append(0.0, np.log(quotients).cumsum())


def convolve(first: np.ndarray, second: np.ndarray) -> np.ndarray:
    short, long = sorted((first, second), key=len)
    total = np.full(len(short) + len(long) - 1, -np.inf)
    for at, weight in enumerate(short):
        place = slice(at, at + len(long))
        total[place] = np.logaddexp(total[place], long + weight)
    return total


def chances(weights: np.ndarray, off: np.ndarray, tilt: float) -> np.ndarray:
    """The distribution of the total at an odds ratio of exp(tilt)."""
    tilted = weights + tilt * off
    shares = np.exp(tilted - tilted.max())
    return shares / shares.sum()


def lower_end(weights: np.ndarray, off: np.ndarray, alpha: float) -> float:
    """The odds ratio at which so large a total has the chance alpha / 2; 0 if no total is smaller."""
    if off.min() == 0:
        return 0.0
    return solve(lambda tilt: chances(weights, off, tilt)[off >= 0].sum() - alpha / 2)


def solve(rising: Callable[[float], float]) -> float:
    """The odds ratio at which a rising function of its logarithm is 0."""
    low, high = -WIDEST, WIDEST
    while low < (middle := (low + high) / 2) < high:
        if rising(middle) < 0:
            low = middle
        else:
            high = middle
    return np.exp(middle)
