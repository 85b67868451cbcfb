"""What answers say of the items: difficulty and discrimination by maximum a posteriori, and the topics' correlation.

Marginal likelihood over people, by expectation propagation: with each answer's person known from the *other* answers
(`People.others`), the derivative of the approximate evidence by an item's parameters is the sum over its answers. Fisher
scoring on that, people refined in between (Bock and Aitkin 1981 in spirit; Minka 2001 for the integrals). Author's
values are the prior, so an item with few answers stays where its author put it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from webapp.readiness.ability.errors import NumericFailure
from webapp.readiness.ability.estimate import Estimate
from webapp.readiness.ability.people import Answers, Curves, Indices, People
from webapp.readiness.ability.population import learned

Floats = NDArray[np.float64]

SLOPE_UNCERTAINTY = 0.4
"""One standard deviation of log discrimination around that of the item's kind."""

_SWEEPS, _ITERATIONS, _TOLERANCE = 3, 40, 2e-3
_NODES, _WEIGHTS = np.polynomial.hermite_e.hermegauss(15)
_WEIGHTS = _WEIGHTS / _WEIGHTS.sum()


@dataclass(frozen=True, eq=False)
class Parameters:
    """Of N items, with the standard deviation of what is not known; prior in, posterior out.

    An item's K−1 difficulties move together: `shift` is added to `curves.difficulties` of the author. Rows of one
    `family` (N,) are forms of one thing, as the attempts at a problem are: they share shift and factor of the slope.
    """

    curves: Curves
    shift: Floats
    shift_uncertainty: Floats
    slope_uncertainty: Floats
    family: Indices

    @classmethod
    def authored(cls, curves: Curves, uncertainty: Floats, family: Indices | None = None) -> Parameters:
        """As the authors have it: difficulties ± `uncertainty` (N,) logits, slopes within `SLOPE_UNCERTAINTY`.

        `family` numbers what each row is a form of, from 0 without gaps; without it each row stands for itself.
        """
        count = len(curves.slopes)
        family = np.arange(count) if family is None else family
        return cls(curves, np.zeros(count), uncertainty, np.full(count, SLOPE_UNCERTAINTY), family)

    @property
    def first(self) -> Indices:
        """The first row of each family (F,), which stands for it."""
        return np.unique(self.family, return_index=True)[1]

    @property
    def current(self) -> Curves:
        """The curves with the shift in them."""
        return replace(self.curves, difficulties=self.curves.difficulties + self.shift[:, None])

    @property
    def trust(self) -> Floats:
        """Precision of (shift, log slope) as a prior (N, 2, 2)."""
        spread = np.stack([self.shift_uncertainty, self.slope_uncertainty], axis=1)
        return spread[:, :, None] ** -2.0 * np.eye(2)


@dataclass(frozen=True, eq=False)
class Calibration:
    """What came out: `parameters`, the `population` as a prior for new people, and the `people` behind it."""

    prior: Parameters
    parameters: Parameters
    population: Estimate
    people: People


def calibrated(
    answers: Answers, prior: Parameters, population: Estimate, *, learn_population: bool = True
) -> Calibration:
    """Item parameters, and with `learn_population` the topics' means and correlation, from all `answers`.

    NumericFailure if that does not settle on finite numbers.
    """
    people = People(answers, prior.curves.weights, population)
    now = prior
    for _ in range(_SWEEPS):
        people.refine(now.current)
    for _ in range(_ITERATIONS):
        before = now
        now = _scored(people, now, prior)
        if learn_population:
            found = learned(people, population)
            if found is not population:
                now, found = _anchored(now, prior, found, people.answers)
                people.repopulate(found)
        people.refine(now.current)
        moved = max(
            np.abs(now.shift - before.shift).max(),
            np.abs(np.log(now.curves.slopes / before.curves.slopes)).max(),
        )
        if not np.isfinite(moved):
            raise NumericFailure("calibration left the finite numbers")
        if moved < _TOLERANCE:
            return Calibration(prior, now, people.population, people)
    raise NumericFailure(f"calibration still moves by {moved:.3f} after {_ITERATIONS} rounds")


def predicted(people: People, curves: Curves) -> tuple[Floats, Floats]:
    """Of each answer, by the person's other answers: P(category) (R, K), and its logarithm's derivatives (R, K, 2).

    The derivatives are by the item's shift and by its log slope.
    """
    mean, variance = people.others()
    item = people.answers.item
    x = mean[:, None] + np.sqrt(variance)[:, None] * _NODES
    slope = curves.slopes[item][:, None, None]
    logits = slope * (x[..., None] - curves.difficulties[item][:, None, :])
    reached = 0.5 * (1 + np.tanh(0.5 * logits))
    steep = reached * (1 - reached)
    by_slope = np.where(np.isfinite(logits), logits, 0) * steep
    chance = _of_categories(reached, 1.0)
    tilts = np.stack([_of_categories(-slope * steep, 0.0), _of_categories(by_slope, 0.0)], axis=-1)
    return chance, tilts / np.maximum(chance, 1e-12)[..., None]


def _scored(people: People, now: Parameters, prior: Parameters) -> Parameters:
    """One step of Fisher scoring on (shift, log slope) of every item."""
    family, first = prior.family[people.answers.item], prior.first
    chance, scores = predicted(people, now.current)
    mine = np.take_along_axis(scores, people.answers.category[:, None, None], axis=1)[:, 0]
    expected = np.einsum("rk,rki,rkj->rij", chance, scores, scores)
    offset = np.stack([now.shift - prior.shift, np.log(now.curves.slopes / prior.curves.slopes)], axis=1)
    information = prior.trust[first]
    gradient = -np.einsum("nij,nj->ni", information, offset[first])
    np.add.at(gradient, family, mine)
    np.add.at(information, family, expected)
    step = np.clip(np.linalg.solve(information, gradient[..., None])[..., 0], -0.5, 0.5)
    spread = np.sqrt(np.diagonal(np.linalg.inv(information), axis1=1, axis2=2))
    step, spread = step[prior.family], spread[prior.family]
    slopes = now.curves.slopes * np.exp(step[:, 1])
    return replace(
        now,
        curves=replace(now.curves, slopes=slopes),
        shift=now.shift + step[:, 0],
        shift_uncertainty=spread[:, 0],
        slope_uncertainty=spread[:, 1],
    )


def _anchored(
    now: Parameters, prior: Parameters, population: Estimate, answers: Answers
) -> tuple[Parameters, Estimate]:
    """People and items moved together, so that items stay on the authors' scale on average.

    Answers cannot tell abler people from easier items; the authors' difficulties can.
    """
    first = prior.first
    answered = np.bincount(prior.family[answers.item], minlength=len(first)) > 0
    weights, trust = now.curves.weights[first] * answered[:, None], 1 / prior.shift_uncertainty[first] ** 2
    normal = np.einsum("nt,nu,n->tu", weights, weights, trust) + 1e-9 * np.eye(weights.shape[1])
    offset = np.linalg.solve(normal, weights.T @ (trust * (now.shift - prior.shift)[first]))
    moved = replace(now, shift=now.shift - (weights @ offset)[prior.family])
    return moved, replace(population, mean=population.mean - offset)


def _of_categories(reached: Floats, bottom: float) -> Floats:
    """Averages over nodes (R, Q, K−1) of "category ≥ k", differenced to those of "category = k" (R, K)."""
    averages = np.einsum("q,rqk->rk", _WEIGHTS, reached)
    edge = np.ones((len(averages), 1))
    return -np.diff(np.concatenate([bottom * edge, averages, 0 * edge], axis=1), axis=1)
