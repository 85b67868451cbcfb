"""What people read: intervals, the weakest topic, chances of passing, what an hour is worth, how many questions more.

Where a figure has no closed form it is a mean over `DRAWS` fixed draws from the estimate, so equal estimates
always give equal figures.
"""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import NormalDist

import numpy as np
from numpy.typing import ArrayLike, NDArray

from webapp.readiness.ability.estimate import Estimate
from webapp.readiness.ability.moments import edges, updated
from webapp.readiness.ability.rounds import Round

Floats = NDArray[np.float64]

LEVEL = 0.9
"""Share of true values that an interval is to hold."""
DRAWS = 4096
PER_HOUR = 0.06
"""Ability (logits) that an hour of practice adds to a topic: one level in some 17 hours."""
PER_HOUR_FACTOR = 2.5
"""People learn at other speeds: nine in ten between `PER_HOUR` divided and multiplied by this."""


@dataclass(frozen=True)
class Range:
    """A figure with its interval at `LEVEL`."""

    value: float
    low: float
    high: float


def intervals(estimate: Estimate, level: float = LEVEL) -> Floats:
    """Lower and upper end per topic (T, 2), logits."""
    half = NormalDist().inv_cdf(0.5 + level / 2) * estimate.deviations
    return np.stack([estimate.mean - half, estimate.mean + half], axis=1)


def weakest(estimate: Estimate) -> Floats:
    """The probability of each topic to be the lowest of all (T,), to ± 0.01; sums to 1."""
    drawn = _draws(estimate)
    return np.bincount(drawn.argmin(axis=1), minlength=drawn.shape[1]) / len(drawn)


def round_chance(estimate: Estimate, round_: Round) -> Range:
    """The chance of passing a round, over abilities and the day; the interval is what abilities leave open."""
    item = round_.passed
    mean, variance = item.loadings @ estimate.mean, item.loadings @ estimate.covariance @ item.loadings
    below, above = edges(item.thresholds, 1)
    evidence, _, _ = updated(mean, variance, below, above)
    half = NormalDist().inv_cdf(0.5 + LEVEL / 2) * np.sqrt(variance)
    low, high = _passing(np.array([mean - half, mean + half]) - item.thresholds)
    return Range(float(np.exp(evidence)), float(low), float(high))


def loop_chance(estimate: Estimate, rounds: Sequence[Round]) -> Range:
    """The chance of passing every round. Rounds share their abilities, so it is above the product of the chances."""
    return _range(_loop(_draws(estimate), rounds))


def hour_gains(estimate: Estimate, rounds: Sequence[Round], per_hour: ArrayLike = PER_HOUR) -> list[Range]:
    """What one hour on each topic is expected to add to the chance of passing all `rounds`, per topic.

    `per_hour` (logits an hour; one number, or (T,)) is how fast people learn. The interval is over what the person
    can do and how fast they learn.
    """
    drawn, topics = _draws(estimate), len(estimate.mean)
    speeds = np.broadcast_to(np.asarray(per_hour, dtype=np.float64), (topics,))
    today, pace = _loop(drawn, rounds), _paces(len(drawn))
    gains = []
    for topic in range(topics):
        step = np.zeros_like(drawn)
        step[:, topic] = speeds[topic] * pace
        gains.append(_range(_loop(drawn + step, rounds) - today))
    return gains


def _loop(abilities: Floats, rounds: Sequence[Round]) -> Floats:
    """The chance of passing all rounds at each of `abilities` (N, T): (N,)."""
    items = [round_.passed for round_ in rounds]
    slopes = np.stack([item.loadings for item in items], axis=1)
    return _passing(abilities @ slopes - np.array([item.thresholds[0] for item in items])).prod(axis=1)


def _passing(logits: Floats) -> Floats:
    return 0.5 * (1 + np.tanh(0.5 * logits))


def _range(values: Floats) -> Range:
    low, high = np.quantile(values, [0.5 - LEVEL / 2, 0.5 + LEVEL / 2])
    return Range(float(values.mean()), float(low), float(high))


def _draws(estimate: Estimate) -> Floats:
    return estimate.mean + _standard(len(estimate.mean)) @ np.linalg.cholesky(estimate.covariance).T


@functools.cache
def _standard(topics: int) -> Floats:
    """Fixed standard-normal draws (DRAWS, T); each comes with its opposite, which makes means exact."""
    half = np.random.default_rng(20_250_101).standard_normal((DRAWS // 2, topics))
    return np.concatenate([half, -half])


@functools.cache
def _paces(count: int) -> Floats:
    """Fixed speeds of learning around 1, drawn apart from the abilities (count,)."""
    spread = np.log(PER_HOUR_FACTOR) / NormalDist().inv_cdf(0.5 + LEVEL / 2)
    drawn = np.random.default_rng(20_250_102).standard_normal(count)
    return np.exp(spread * drawn - spread**2 / 2)
