"""Mean and variance of a normal variable after a graded response to it: the one place where integrals are done.

An item sees a person through one number, u = loadings·θ. So whatever T is, an answer is an update in one dimension.
Everything here works elementwise on arrays, one person or thousands.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]

_NEWTON_STEPS = 12
# Evenly spaced over seven prior deviations to either side of the mode: the posterior falls off at least as fast as the
# prior, and sums over even steps are as good as exact for what falls off like that.
_NODES = np.linspace(-7, 7, 41)
_STEP = (_NODES[1] - _NODES[0]) / np.sqrt(2 * np.pi)


def edges(thresholds: Floats, category: ArrayLike) -> tuple[Floats, Floats]:
    """The thresholds below and above `category` (…), from `thresholds` (…, K−1); ∓∞ at the ends."""
    infinite = np.full((*thresholds.shape[:-1], 1), np.inf)
    padded = np.concatenate([-infinite, thresholds, infinite], axis=-1)
    place = np.asarray(category)[..., None]
    below = np.take_along_axis(padded, place, axis=-1)[..., 0]
    return below, np.take_along_axis(padded, place + 1, axis=-1)[..., 0]


def log_likelihood(u: Floats, below: Floats, above: Floats) -> Floats:
    """log(σ(u − below) − σ(u − above)), without cancellation; concave in u."""
    with np.errstate(over="ignore"):
        gap = np.log1p(-np.exp(below - above))
    return gap - np.logaddexp(0, below - u) - np.logaddexp(0, u - above)


def updated(mean: Floats, variance: Floats, below: Floats, above: Floats) -> tuple[Floats, Floats, Floats]:
    """Log of the category's probability, mean and variance of u ~ N(`mean`, `variance`) given the category.

    The mode by Newton steps, as in Laplace's approximation, and then the moments about it: the mode of a skewed
    posterior is not its mean, and that adds up over answers.
    """
    u = _mode(mean, variance, below, above)[..., None] + np.sqrt(variance)[..., None] * _NODES
    density = (
        log_likelihood(u, below[..., None], above[..., None])
        - 0.5 * (u - mean[..., None]) ** 2 / variance[..., None]
    )
    top = density.max(axis=-1, keepdims=True)
    weights = np.exp(density - top)
    mass = weights.sum(axis=-1)
    new_mean = (weights * u).sum(axis=-1) / mass
    new_variance = (weights * (u - new_mean[..., None]) ** 2).sum(axis=-1) / mass
    evidence = top[..., 0] + np.log(mass * _STEP)
    return evidence, new_mean, new_variance


def _mode(mean: Floats, variance: Floats, below: Floats, above: Floats) -> Floats:
    """The mode of the posterior of u, by Newton steps inside a bracket.

    A category's log-likelihood has a slope between −1 and 1, so the mode is within one variance of the mean.
    """
    low, high = mean - variance, mean + variance
    u = mean
    for _ in range(_NEWTON_STEPS):
        slope, precision = _slope(u, mean, variance, below, above)
        low, high = np.where(slope > 0, u, low), np.where(slope > 0, high, u)
        step = u + slope / precision
        u = np.where((step > low) & (step < high), step, 0.5 * (low + high))
    return u


def _slope(u: Floats, mean: Floats, variance: Floats, below: Floats, above: Floats) -> tuple[Floats, Floats]:
    missed, passed = _sigmoid(below - u), _sigmoid(u - above)
    slope = missed - passed - (u - mean) / variance
    return slope, missed * (1 - missed) + passed * (1 - passed) + 1 / variance


def _sigmoid(x: Floats) -> Floats:
    return 0.5 * (1 + np.tanh(0.5 * x))
