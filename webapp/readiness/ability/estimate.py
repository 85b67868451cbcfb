"""What is known of one person: a normal distribution over the abilities, moved by evidence and widened by time."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from webapp.readiness.ability.errors import NumericFailure
from webapp.readiness.ability.item import Item
from webapp.readiness.ability.moments import edges, updated

Floats = NDArray[np.float64]

DEVIATION = 1.2
"""Standard deviation (logits) of a topic's ability among people of whom nothing is known."""
CORRELATION = 0.5
"""Correlation between two topics as long as too few people answered to learn it."""
HALF_LIFE_DAYS = 365.0
"""After so many days half of what evidence had taken off the variance is back."""


@dataclass(frozen=True, eq=False)
class Estimate:
    """Abilities ~ N(`mean` (T,), `covariance` (T, T)) in logits; `widest` (T, T) is what no time can widen it beyond."""

    mean: Floats
    covariance: Floats
    widest: Floats

    @property
    def deviations(self) -> Floats:
        """Standard deviation of each topic (T,), logits."""
        return np.sqrt(np.diagonal(self.covariance))

    def answered(self, item: Item, category: int) -> Estimate:
        """After one piece of evidence: `category` (from 0) on `item`.

        ValueError for a category that the item has not, NumericFailure rather than an estimate that is none.
        """
        if not 0 <= category < item.categories:
            raise ValueError(f"category {category} of an item with {item.categories}")
        if item.loadings.shape != self.mean.shape:
            raise ValueError(f"an item over {len(item.loadings)} topics for a person over {len(self.mean)}")
        lean = self.covariance @ item.loadings
        variance = item.loadings @ lean
        below, above = edges(item.thresholds, category)
        with np.errstate(all="ignore"):
            _, centre, left = updated(item.loadings @ self.mean, variance, below, above)
            mean = self.mean + lean * ((centre - item.loadings @ self.mean) / variance)
            covariance = self.covariance - np.outer(lean, lean) * ((variance - left) / variance**2)
        return checked(Estimate(mean, covariance, self.widest))

    def after(self, days: float) -> Estimate:
        """`days` later without evidence: the covariance goes back toward `widest`, the mean stays.

        Waiting moves nobody's estimate, it only says less and less. Two waits in a row are one long wait.
        """
        if not days >= 0:
            raise ValueError(f"{days} days after is before")
        kept = 0.5 ** (days / HALF_LIFE_DAYS)
        return checked(Estimate(self.mean, self.widest + kept * (self.covariance - self.widest), self.widest))


def prior(topics: int, correlation: ArrayLike = CORRELATION, deviation: float = DEVIATION) -> Estimate:
    """Of a person without evidence: mean 0, `deviation` (logits), `correlation` one number or a (T, T) matrix."""
    given = np.asarray(correlation, dtype=np.float64)
    if given.ndim == 0:
        given = np.full((topics, topics), float(given))
        np.fill_diagonal(given, 1.0)
    if given.shape != (topics, topics) or not np.allclose(np.diagonal(given), 1):
        raise ValueError(f"no correlation of {topics} topics: shape {given.shape}")
    covariance = given * deviation**2
    return checked(Estimate(np.zeros(topics), covariance, covariance))


def checked(estimate: Estimate) -> Estimate:
    """`estimate`, symmetric and read-only; NumericFailure unless it is finite and positive definite."""
    covariance = 0.5 * (estimate.covariance + estimate.covariance.T)
    if not (np.isfinite(estimate.mean).all() and np.isfinite(covariance).all()):
        raise NumericFailure("the estimate is not finite")
    try:
        np.linalg.cholesky(covariance)
    except np.linalg.LinAlgError as error:
        raise NumericFailure("the covariance is not positive definite") from error
    mean = np.array(estimate.mean)
    mean.setflags(write=False)
    covariance.setflags(write=False)
    return Estimate(mean, covariance, estimate.widest)
