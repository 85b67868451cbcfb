"""One item of the graded-response model; a right/wrong question is its case of two categories."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Item:
    """An item with K ordered categories: P(category ≥ k | θ) = σ(loadings·θ − thresholds[k−1]).

    `loadings` (T,) ≥ 0, not all zero; `thresholds` (K−1,) strictly increasing. ValueError for anything else.
    Source: Samejima 1969, in the parametrisation by slope and intercept; K = 2 is the two-parameter logistic.
    """

    loadings: Floats
    thresholds: Floats

    def __post_init__(self) -> None:
        loadings, thresholds = _frozen(self.loadings), _frozen(self.thresholds)
        if not (np.isfinite(loadings).all() and (loadings >= 0).all() and loadings.any()):
            raise ValueError(f"loadings {loadings} must be finite, none below 0 and one above")
        if not (len(thresholds) and np.isfinite(thresholds).all() and (np.diff(thresholds) > 0).all()):
            raise ValueError(f"thresholds {thresholds} must be finite and increasing, one at least")
        object.__setattr__(self, "loadings", loadings)
        object.__setattr__(self, "thresholds", thresholds)

    @classmethod
    def binary(cls, loadings: ArrayLike, difficulty: float) -> Item:
        """Right or wrong; a person at `difficulty` (logits) on every topic it loads on has even odds."""
        return cls.graded(loadings, [difficulty])

    @classmethod
    def graded(cls, loadings: ArrayLike, difficulties: Sequence[float]) -> Item:
        """K = len(difficulties) + 1; at `difficulties[k−1]` (logits) category k or better has even odds."""
        slopes = np.asarray(loadings, dtype=np.float64)
        return cls(slopes, np.asarray(difficulties, dtype=np.float64) * slopes.sum())

    @property
    def categories(self) -> int:
        """K."""
        return len(self.thresholds) + 1

    def blurred(self, uncertainty: float) -> Item:
        """The item when its difficulty is only known to ± `uncertainty` (logits, one standard deviation).

        An answer then says less: a logistic averaged over a normal shift is close to a flatter logistic
        (MacKay 1992, with the factor π/8).
        """
        if not uncertainty >= 0:
            raise ValueError(f"an uncertainty of {uncertainty} is none")
        flatter = 1 / np.sqrt(1 + np.pi / 8 * (uncertainty * self.loadings.sum()) ** 2)
        return Item(self.loadings * flatter, self.thresholds * flatter)

    def probabilities(self, abilities: ArrayLike) -> Floats:
        """Of each category at `abilities` (…, T): (…, K), rows sum to 1."""
        lean = np.asarray(abilities, dtype=np.float64) @ self.loadings
        reached = 0.5 * (1 + np.tanh(0.5 * (lean[..., None] - self.thresholds)))
        edge = np.ones((*lean.shape, 1))
        return -np.diff(np.concatenate([edge, reached, 0 * edge], axis=-1), axis=-1)


def _frozen(values: ArrayLike) -> Floats:
    array = np.array(values, dtype=np.float64)
    if array.ndim != 1:
        raise ValueError(f"expected one row of numbers, got shape {array.shape}")
    array.setflags(write=False)
    return array
