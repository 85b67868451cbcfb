"""Items that do not behave as the model says: mean squares of residuals, with what chance explains."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from webapp.readiness.ability.calibration import Calibration, predicted

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Fit:
    """Per item (N,): `answers`, mean squares that are 1 for an item that fits, and `z`, their distance in deviations.

    Infit weighs answers by what they can tell, outfit all alike, so surprises far from an item's difficulty show. Above 1:
    answers are more random than the model has it (a wrong key, an unclear prompt); below 1: more regular.
    """

    answers: NDArray[np.intp]
    infit: Floats
    infit_z: Floats
    outfit: Floats
    outfit_z: Floats

    def misfits(self, z: float = 3.0) -> list[int]:
        """Items that are off by more than `z` deviations, the worst first."""
        worst = np.nan_to_num(np.maximum(np.abs(self.infit_z), np.abs(self.outfit_z)))
        return [int(item) for item in np.argsort(-worst, kind="stable") if worst[item] > z]


def fit(calibration: Calibration) -> Fit:
    """Of every item, NaN where nobody answered. Residuals are against what the person's other answers predict.

    Difficulty and slope were fitted to the same answers and took up part of the residuals; z allows for that.
    """
    answers, count = calibration.people.answers, len(calibration.parameters.shift)
    chance, scores = predicted(calibration.people, calibration.parameters.current)
    points = np.arange(chance.shape[1])
    square = (points - (chance @ points)[:, None]) ** 2
    expected = (chance * square).sum(axis=1, keepdims=True)
    seen = np.take_along_axis(square, answers.category[:, None], axis=1)
    had = np.bincount(answers.item, minlength=count)
    information = _sum(np.einsum("rk,rki,rkj->rij", chance, scores, scores), answers.item, count)
    fitted = np.linalg.inv(information + calibration.prior.trust)

    def against_chance(weight: Floats) -> tuple[Floats, Floats]:
        surprise = weight * (square - expected)
        total = _sum((weight * seen)[:, 0], answers.item, count)
        ideal = _sum((weight * expected)[:, 0], answers.item, count)
        spread = _sum((chance * surprise**2).sum(axis=1), answers.item, count)
        shared = _sum(np.einsum("rk,rki,rk->ri", chance, scores, surprise), answers.item, count)
        taken = np.einsum("nij,nj->ni", fitted, shared)
        spread += np.einsum("ni,nij,nj->n", taken, information, taken) - 2 * (taken * shared).sum(axis=1)
        with np.errstate(divide="ignore", invalid="ignore"):
            return total / ideal, (total - ideal) / np.sqrt(np.maximum(spread, 1e-12 * ideal))

    infit, infit_z = against_chance(np.ones_like(expected))
    outfit, outfit_z = against_chance(1 / expected)
    return Fit(had, infit, infit_z, outfit, outfit_z)


def _sum(values: Floats, item: NDArray[np.intp], count: int) -> Floats:
    """Values of answers (R, …) summed per item (N, …)."""
    total = np.zeros((count, *values.shape[1:]))
    np.add.at(total, item, values)
    return total
