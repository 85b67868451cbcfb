"""Items that do not behave as the model says, or no longer do: residuals, with what chance explains."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from webapp.readiness.ability.calibration import Calibration, predicted

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Fit:
    """Per item (F,), that is per family of `Parameters`: `answers`, mean squares that are 1 for an item that fits, and `z`, their distance in deviations.

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
    answers, first = calibration.people.answers, calibration.prior.first
    item, count = calibration.prior.family[answers.item], len(first)
    chance, scores = predicted(calibration.people, calibration.parameters.current)
    points = np.arange(chance.shape[1])
    square = (points - (chance @ points)[:, None]) ** 2
    expected = (chance * square).sum(axis=1, keepdims=True)
    seen = np.take_along_axis(square, answers.category[:, None], axis=1)
    had = np.bincount(item, minlength=count)
    information = _sum(np.einsum("rk,rki,rkj->rij", chance, scores, scores), item, count)
    fitted = np.linalg.inv(information + calibration.prior.trust[first])

    def against_chance(weight: Floats) -> tuple[Floats, Floats]:
        surprise = weight * (square - expected)
        total = _sum((weight * seen)[:, 0], item, count)
        ideal = _sum((weight * expected)[:, 0], item, count)
        spread = _sum((chance * surprise**2).sum(axis=1), item, count)
        shared = _sum(np.einsum("rk,rki,rk->ri", chance, scores, surprise), item, count)
        taken = np.einsum("nij,nj->ni", fitted, shared)
        spread += np.einsum("ni,nij,nj->n", taken, information, taken) - 2 * (taken * shared).sum(axis=1)
        with np.errstate(divide="ignore", invalid="ignore"):
            return total / ideal, (total - ideal) / np.sqrt(np.maximum(spread, 1e-12 * ideal))

    infit, infit_z = against_chance(np.ones_like(expected))
    outfit, outfit_z = against_chance(1 / expected)
    return Fit(had, infit, infit_z, outfit, outfit_z)


def drift(calibration: Calibration, recent: NDArray[np.bool_]) -> tuple[Floats, Floats]:
    """By how much each item is harder by the `recent` answers (R,) than by the others (F,): logits, and deviations.

    One step of scoring for either part from the parameters of both, so it needs no second calibration. NaN where a part
    has no answers.
    """
    answers, first = calibration.people.answers, calibration.prior.first
    item, count = calibration.prior.family[answers.item], len(first)
    chance, scores = predicted(calibration.people, calibration.parameters.current)
    mine = np.take_along_axis(scores[..., 0], answers.category[:, None], axis=1)[:, 0]
    told = (chance * scores[..., 0] ** 2).sum(axis=1)
    with np.errstate(divide="ignore", invalid="ignore"):
        (late, late_told), (early, early_told) = (
            (_sum(mine * part, item, count), _sum(told * part, item, count)) for part in (recent, ~recent)
        )
        moved = late / late_told - early / early_told
        return moved, moved / np.sqrt(1 / late_told + 1 / early_told)


def _sum(values: Floats, item: NDArray[np.intp], count: int) -> Floats:
    """Values of answers (R, …) summed per item (N, …)."""
    total = np.zeros((count, *values.shape[1:]))
    np.add.at(total, item, values)
    return total
