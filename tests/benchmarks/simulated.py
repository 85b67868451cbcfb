"""Simulated people who answer a simulated bank: what the readiness benchmark and its tests stand on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from webapp.readiness.ability import Estimate, Item

Floats = NDArray[np.float64]

TOPICS, PER_TOPIC = 7, 40
MEDIAN_SLOPE, SLOPE_SPREAD = float(np.exp(0.2)), 0.35
"""Discriminations are lognormal. At these, the site's estimate without correlation is after 21 questions off by .77 in
random order and by .59 with the most informative item per topic in turn; the goals come from a bank with .78 and .59."""


@dataclass(frozen=True, eq=False)
class Simulated:
    """A bank of right/wrong items on one topic each: `slopes`, `difficulties`, `topics` (N,)."""

    slopes: Floats
    difficulties: Floats
    topics: NDArray[np.intp]

    @classmethod
    def drawn(cls, rng: np.random.Generator) -> Simulated:
        """Difficulties are standard normal, as the abilities are."""
        count = TOPICS * PER_TOPIC
        slopes = MEDIAN_SLOPE * rng.lognormal(0, SLOPE_SPREAD, count)
        return cls(slopes, rng.standard_normal(count), np.arange(count) % TOPICS)

    @property
    def weights(self) -> Floats:
        """Topic shares (N, T)."""
        return np.eye(TOPICS)[self.topics]

    @property
    def items(self) -> list[Item]:
        """As they truly are."""
        rows = zip(self.weights, self.slopes, self.difficulties, strict=True)
        return [Item.binary(slope * weights, difficulty) for weights, slope, difficulty in rows]

    def answer(self, item: int, abilities: Floats, rng: np.random.Generator) -> int:
        """1 if a person of `abilities` (T,) gets it right this time."""
        logit = self.slopes[item] * (abilities[self.topics[item]] - self.difficulties[item])
        return int(rng.random() < 1 / (1 + np.exp(-logit)))


def people(count: int, correlation: float, rng: np.random.Generator) -> Floats:
    """Abilities (count, T), standard normal, every two topics correlated alike."""
    covariance = np.full((TOPICS, TOPICS), correlation)
    np.fill_diagonal(covariance, 1.0)
    return rng.standard_normal((count, TOPICS)) @ np.linalg.cholesky(covariance).T


Chooser = Callable[[Estimate, list[int]], int]


@dataclass(eq=False)
class Sitting:
    """One person's answers, and the estimate before each of them and after the last."""

    abilities: Floats
    asked: list[int] = field(default_factory=list)
    right: list[int] = field(default_factory=list)
    estimates: list[Estimate] = field(default_factory=list)

    def until(self, deviation: float) -> int | None:
        """Questions until every topic's standard deviation was at most that; None if it never was."""
        reached = (n for n, estimate in enumerate(self.estimates) if (estimate.deviations <= deviation).all())
        return next(reached, None)


def sit(
    bank: Simulated,
    believed: list[Item],
    abilities: Floats,
    start: Estimate,
    choose_next: Chooser,
    rng: np.random.Generator,
    *,
    least: int,
    most: int,
    deviation: float,
) -> Sitting:
    """Ask until every topic is known to `deviation`, at least `least` and at most `most` questions."""
    sitting = Sitting(abilities, estimates=[start])
    estimate = start
    while len(sitting.asked) < most:
        if len(sitting.asked) >= least and (estimate.deviations <= deviation).all():
            break
        item = choose_next(estimate, sitting.asked)
        right = bank.answer(item, abilities, rng)
        estimate = estimate.answered(believed[item], right)
        sitting.asked.append(item)
        sitting.right.append(right)
        sitting.estimates.append(estimate)
    return sitting


def covered(sittings: list[Sitting], at: Callable[[Sitting], int], half_width: float) -> float:
    """Share of true abilities within `half_width` deviations of the estimate after `at(sitting)` answers."""
    inside = [
        np.abs(s.estimates[at(s)].mean - s.abilities) <= half_width * s.estimates[at(s)].deviations
        for s in sittings
    ]
    return float(np.mean(inside))


def expected_rmse(sittings: list[Sitting], after: int) -> float:
    """What the estimates themselves expect of `rmse`: with a model that is true, its value for endlessly many people."""
    return float(np.sqrt(np.mean([s.estimates[after].deviations ** 2 for s in sittings])))


def rmse(sittings: list[Sitting], after: int) -> float:
    """Root mean square error over people and topics after so many answers, logits."""
    return float(np.sqrt(np.mean([(s.estimates[after].mean - s.abilities) ** 2 for s in sittings])))
