"""How the abilities of people are spread and hang together, learned from as many as there are."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from webapp.readiness.ability.estimate import Estimate
from webapp.readiness.ability.people import Curves, People

Floats = NDArray[np.float64]

PEOPLE_FOR_ONE = 30
"""From so many people on one correlation common to all pairs of topics is learned; the fixed one counts as many."""
PEOPLE_FOR_EACH = 100
"""As many people count for the common correlation when those of single pairs are learned around it."""

_ROUNDS, _TOLERANCE = 30, 2e-3


def learned(people: People, fixed: Estimate) -> Estimate:
    """A prior for new people: means and correlations of the topics among `people`, its deviations those of `fixed`.

    One step of expectation maximisation with shrinkage to `fixed`; `fixed` itself below `PEOPLE_FOR_ONE` people.
    """
    count = len(people.means)
    if count < PEOPLE_FOR_ONE:
        return fixed
    mean = (people.means.sum(axis=0) + PEOPLE_FOR_ONE * fixed.mean) / (count + PEOPLE_FOR_ONE)
    apart = people.means - mean
    seen = _correlation(people.covariances.sum(axis=0) + apart.T @ apart)
    common = (count * _typical(seen) + PEOPLE_FOR_ONE * _typical(_correlation(fixed.covariance))) / (
        count + PEOPLE_FOR_ONE
    )
    around = np.full_like(seen, common)
    np.fill_diagonal(around, 1.0)
    shrunk = (count * seen + PEOPLE_FOR_EACH * around) / (count + PEOPLE_FOR_EACH)
    covariance = shrunk * np.outer(fixed.deviations, fixed.deviations)
    return Estimate(mean, covariance, covariance)


def settled(people: People, curves: Curves, fixed: Estimate) -> Estimate:
    """`learned` until it moves no more, with items as they are known; `people` are refined on the way."""
    people.refine(curves)
    for _ in range(_ROUNDS):
        before = people.population
        people.repopulate(learned(people, fixed))
        people.refine(curves)
        if np.abs(people.population.covariance - before.covariance).max() < _TOLERANCE:
            break
    return people.population


def _correlation(covariance: Floats) -> Floats:
    scale = np.sqrt(np.diagonal(covariance))
    return covariance / np.outer(scale, scale)


def _typical(correlation: Floats) -> float:
    pairs = correlation[np.triu_indices(len(correlation), 1)]
    return float(pairs.mean()) if len(pairs) else 0.0
