"""How many questions are left until every topic is known well enough, with how sure that is."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from webapp.readiness.ability.choosing import BELOW, Bank
from webapp.readiness.ability.estimate import Estimate

Floats = NDArray[np.float64]

_PATHS = 12
_NOW = 0.35
_NODES, _WEIGHTS = np.polynomial.hermite_e.hermegauss(5)
_WEIGHTS = _WEIGHTS / _WEIGHTS.sum()


@dataclass(frozen=True)
class Left:
    """Questions until there: the middle of what may come, and the range that holds four in five.

    The paths differ by what the person can do; how their answers fall widens the range a little more. `high` is None
    where some paths do not get there at all.
    """

    expected: int
    low: int
    high: int | None


def questions_left(
    estimate: Estimate,
    bank: Bank,
    enough: float,
    *,
    asked: Collection[int] = (),
    focus: Collection[int] | None = None,
    most: int = 100,
) -> Left | None:
    """Until the standard deviations of the focus topics (all if None) are ≤ `enough`; None if mostly `most` do not do.

    Plays the check to its end for a few people who are as able as the estimate allows: who lies where the bank has
    few items needs more of them.
    """
    topics = np.arange(len(estimate.mean)) if focus is None else np.array(sorted(focus))
    fresh = np.ones(len(bank.loadings), dtype=bool)
    fresh[list(asked)] = False
    if not fresh.any():
        return None if (estimate.deviations[topics] > enough).any() else Left(0, 0, 0)
    loadings, thresholds = bank.loadings[fresh], bank.thresholds[fresh]
    drawn = np.random.default_rng(20_250_103).standard_normal((_PATHS, len(estimate.mean)))
    abilities = estimate.mean + drawn @ np.linalg.cholesky(estimate.covariance).T
    # Items are chosen for what is believed, which is off by as much as is not known: between now and the end.
    unknown = np.einsum("nt,tu,nu->n", loadings, estimate.covariance, loadings)
    blur = np.sqrt(_NOW * unknown + (1 - _NOW) * (enough * loadings.sum(axis=1)) ** 2)
    at = abilities @ loadings.T
    curves = [_information(at + blur * node, thresholds) for node in _NODES]
    information = np.einsum("q,qpn->pn", _WEIGHTS, np.array(curves))
    lengths = _lengths(estimate.covariance, loadings, information, topics, enough, most)
    if np.isinf(lengths).sum() * 2 >= len(lengths):
        return None
    # Where a path has no end there is nothing to interpolate to.
    low, middle, high = np.quantile(
        lengths, [0.05, 0.5, 0.95], method="linear" if np.isfinite(lengths).all() else "higher"
    )
    return Left(round(middle), int(low), int(np.ceil(high)) if np.isfinite(high) else None)


def _lengths(
    covariance: Floats,
    loadings: Floats,
    information: Floats,
    topics: NDArray[np.intp],
    enough: float,
    most: int,
) -> Floats:
    """Questions on each path, ∞ where `most` do not do: each takes its rank-one piece of `information` (paths, N)."""
    paths = np.arange(len(information))
    lean = np.tile(loadings @ covariance, (len(paths), 1, 1))
    left = information.copy()
    variances = np.tile(np.diagonal(covariance)[topics], (len(paths), 1))
    lengths = np.zeros(len(paths))
    for _ in range(min(most, len(loadings)) + 1):
        needed = np.maximum(variances - enough**2, 0)
        going = needed.any(axis=1)
        if not going.any():
            return lengths
        lengths += going
        factor = left / (1 + left * np.einsum("pnt,nt->pn", lean, loadings))
        lowered = lean[:, :, topics] ** 2 * factor[..., None]
        best = (np.minimum(lowered, needed[:, None]) + BELOW * lowered).sum(axis=2).argmax(axis=1)
        left[paths, best] = 0
        variances -= lowered[paths, best]
        piece = lean[paths, best] * factor[paths, best][:, None]
        lean -= (lean[paths, best] @ loadings.T)[..., None] * piece[:, None]
    lengths[going] = np.inf
    return lengths


def _information(at: Floats, thresholds: Floats) -> Floats:
    """Fisher information about u of a response at u = `at` (paths, N): (paths, N)."""
    reached = 0.5 * (1 + np.tanh(0.5 * (at[..., None] - thresholds)))
    edge = np.ones((*at.shape, 1))
    steep = np.concatenate([0 * edge, reached * (1 - reached), 0 * edge], axis=-1)
    shares = -np.diff(np.concatenate([edge, reached, 0 * edge], axis=-1), axis=-1)
    return (np.diff(steep, axis=-1) ** 2 / np.maximum(shares, 1e-12)).sum(axis=-1)
