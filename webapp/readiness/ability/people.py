"""Estimates of many people at once from all of their answers: what calibration stands on.

Expectation propagation (Minka 2001): every answer is represented by a normal factor of the one direction that it
sees, and factors are refined until they agree, so the order of answers does not matter.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from webapp.readiness.ability.estimate import Estimate
from webapp.readiness.ability.moments import edges, updated

Floats = NDArray[np.float64]
Indices = NDArray[np.intp]


@dataclass(frozen=True, eq=False)
class Answers:
    """R answers: who (`person`, from 0), to what (`item`), and the `category`, each (R,)."""

    person: Indices
    item: Indices
    category: Indices

    def __post_init__(self) -> None:
        if not len(self.person) == len(self.item) == len(self.category) > 0:
            raise ValueError("answers are as many people as items as categories, one at least")


@dataclass(frozen=True, eq=False)
class Curves:
    """N items along fixed directions: the logit of category ≥ k at x = weights·θ is slopes · (x − difficulties[k−1]).

    `weights` (N, T) rows sum to 1, `slopes` (N,) per logit, `difficulties` (N, K−1) logits, padded with ∞.
    """

    weights: Floats
    slopes: Floats
    difficulties: Floats


class People:
    """The posteriors of P people, kept while item parameters are improved around them."""

    def __init__(self, answers: Answers, weights: Floats, population: Estimate) -> None:
        count = int(answers.person.max()) + 1
        self.answers = answers
        self.population = population
        self.means = np.tile(population.mean, (count, 1))
        self.covariances = np.tile(population.covariance, (count, 1, 1))
        self._along = weights[answers.item]
        self._precision = np.zeros(len(answers.person))
        self._shift = np.zeros(len(answers.person))
        self._turns = _turns(answers.person)

    def refine(self, curves: Curves) -> None:
        """One sweep over all answers; each person's factors move to what `curves` make of the answers."""
        for rows in self._turns:
            who, along = self.answers.person[rows], self._along[rows]
            item = self.answers.item[rows]
            lean = np.einsum("rtu,ru->rt", self.covariances[who], along)
            variance = np.einsum("rt,rt->r", lean, along)
            mean = np.einsum("rt,rt->r", self.means[who], along)
            outer_mean, outer_variance = self._without(rows, mean, variance)
            slope = curves.slopes[item]
            thresholds = slope[:, None] * curves.difficulties[item]
            below, above = edges(thresholds, self.answers.category[rows])
            _, centre, left = updated(slope * outer_mean, slope**2 * outer_variance, below, above)
            centre, left = centre / slope, left / slope**2
            self._precision[rows] = 1 / left - 1 / outer_variance
            self._shift[rows] = centre / left - outer_mean / outer_variance
            self.means[who] += lean * ((centre - mean) / variance)[:, None]
            weight = (variance - left) / variance**2
            self.covariances[who] -= np.einsum("rt,ru,r->rtu", lean, lean, weight)

    def others(self) -> tuple[Floats, Floats]:
        """Mean and variance of each answer's x = weights·θ by all that the person did *but* this answer (R,)."""
        who = self.answers.person
        lean = np.einsum("rtu,ru->rt", self.covariances[who], self._along)
        variance = np.einsum("rt,rt->r", lean, self._along)
        mean = np.einsum("rt,rt->r", self.means[who], self._along)
        return self._without(slice(None), mean, variance)

    def repopulate(self, population: Estimate) -> None:
        """Take another prior; the answers' factors stay and are combined with it."""
        self.population = population
        precision = np.linalg.inv(population.covariance)
        count = len(self.means)
        natural = np.tile(precision, (count, 1, 1))
        np.add.at(
            natural,
            self.answers.person,
            np.einsum("rt,ru,r->rtu", self._along, self._along, self._precision),
        )
        shift = np.tile(precision @ population.mean, (count, 1))
        np.add.at(shift, self.answers.person, self._along * self._shift[:, None])
        self.covariances = np.linalg.inv(natural)
        self.means[:] = np.linalg.solve(natural, shift[..., None])[..., 0]

    def _without(self, rows: Indices | slice, mean: Floats, variance: Floats) -> tuple[Floats, Floats]:
        outer = 1 / (1 / variance - self._precision[rows])
        return outer * (mean / variance - self._shift[rows]), outer


def _turns(person: Indices) -> list[Indices]:
    """Rows of the answers, so that nobody is twice in a turn: everyone's first answers, then the second, …"""
    order = np.argsort(person, kind="stable")
    sorted_ = person[order]
    starts = np.flatnonzero(np.r_[True, sorted_[1:] != sorted_[:-1]])
    turn = np.arange(len(person)) - np.repeat(starts, np.diff(np.r_[starts, len(person)]))
    return [order[turn == n] for n in range(int(turn.max()) + 1)]
