"""Which item to ask next: the one that is expected to leave the least uncertainty over the topics that matter.

A-optimal: the sum of the topics' posterior variances, expected over the answers. On top of that, exposure control
(nobody's bank wears out on ten favourite items) and content balance.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from webapp.readiness.ability.estimate import Estimate
from webapp.readiness.ability.item import Item

Floats = NDArray[np.float64]

BELOW = 0.3
"""What variance counts that is below what is wanted, where that above counts 1 more: nothing ends checks soonest, all of
it errs least after a few answers."""

_NODES, _WEIGHTS = np.polynomial.hermite_e.hermegauss(11)
_WEIGHTS = _WEIGHTS / _WEIGHTS.sum()


@dataclass(frozen=True, eq=False)
class Bank:
    """Items side by side: `loadings` (N, T), `thresholds` (N, K−1), padded with ∞ where an item has fewer."""

    loadings: Floats
    thresholds: Floats

    @classmethod
    def of(cls, items: Sequence[Item]) -> Bank:
        """The items in their order; ValueError if there are none or they differ in topics."""
        if not items:
            raise ValueError("a bank without items")
        thresholds = np.full((len(items), max(len(item.thresholds) for item in items)), np.inf)
        for row, item in zip(thresholds, items, strict=True):
            row[: len(item.thresholds)] = item.thresholds
        return cls(np.stack([item.loadings for item in items]), thresholds)


@dataclass(frozen=True, eq=False)
class Exposure:
    """Exposure control: `shares` (N,) of recent people who met each item; above `limit` an item rests.

    Among the `nearly` best (items whose gain reaches that share of the best gain), at most `among`, one is drawn.
    """

    shares: Floats | None = None
    limit: float = 0.3
    among: int = 5
    nearly: float = 0.95


@dataclass(frozen=True, eq=False)
class Balance:
    """Content balance: item i is of content `groups[i]` (N,), and group g should get `shares[g]` of all questions.

    A group that is more than `slack` questions ahead of its share rests.
    """

    groups: NDArray[np.intp]
    shares: Floats
    slack: float = 2.0


def choose(
    estimate: Estimate,
    items: Bank | Sequence[Item],
    *,
    asked: Collection[int] = (),
    exposure: Exposure | None = None,
    balance: Balance | None = None,
    focus: Collection[int] | None = None,
    enough: float = 0.0,
    rng: np.random.Generator,
) -> int:
    """Index of the item to ask; `asked` are indices that are out, `focus` the topics that count (all if None).

    With `enough`, what a topic's standard deviation (logits) falls below that counts by `BELOW` only: fewer questions
    until every topic is there. LookupError when nothing is left. Rules of exposure and balance give way before that happens.
    """
    bank = items if isinstance(items, Bank) else Bank.of(items)
    exposure = exposure or Exposure()
    open_ = np.ones(len(bank.loadings), dtype=bool)
    open_[list(asked)] = False
    if not open_.any():
        raise LookupError("every item of the bank has been asked")
    if exposure.shares is not None:
        open_ = _unless_empty(open_, exposure.shares <= exposure.limit)
    if balance is not None:
        open_ = _unless_empty(open_, _due(balance, asked))
    gains = np.where(open_, expected_gains(estimate, bank, focus, enough), -np.inf)
    best = np.argsort(-gains, kind="stable")[: exposure.among]
    best = best[gains[best] >= exposure.nearly * gains[best[0]]]
    return int(rng.choice(best))


def expected_gains(
    estimate: Estimate, bank: Bank, focus: Collection[int] | None = None, enough: float = 0.0
) -> Floats:
    """By how much each item is expected to lower the sum of the focus topics' variances (N,), logits squared.

    Of the variance below `enough`² `BELOW` counts, so that there is an order also when all topics are there.
    """
    lean = bank.loadings @ estimate.covariance
    variance = np.einsum("nt,nt->n", lean, bank.loadings)
    topics = slice(None) if focus is None else sorted(focus)
    explained = _explained(bank.loadings @ estimate.mean, variance, bank.thresholds)
    now = np.diagonal(estimate.covariance)[topics]
    lowered = lean[:, topics] ** 2 * (explained / variance**2)[:, None]
    needed = np.maximum(now - enough**2, 0)
    return (np.minimum(lowered, needed) + BELOW * lowered).sum(axis=1)


def _explained(mean: Floats, variance: Floats, thresholds: Floats) -> Floats:
    """Variance of u ~ N(`mean`, `variance`) that an answer is expected to explain (N,)."""
    u = mean[:, None] + np.sqrt(variance)[:, None] * _NODES
    reached = 0.5 * (1 + np.tanh(0.5 * (u[..., None] - thresholds[:, None, :])))
    edge = np.ones((*u.shape, 1))
    weights = _WEIGHTS[:, None] * -np.diff(np.concatenate([edge, reached, 0 * edge], axis=-1), axis=-1)
    shares = weights.sum(axis=1)
    moved = ((u - mean[:, None])[..., None] * weights).sum(axis=1)
    return (moved**2 / np.maximum(shares, 1e-300)).sum(axis=1)


def _due(balance: Balance, asked: Collection[int]) -> NDArray[np.bool_]:
    had = np.bincount(balance.groups[list(asked)], minlength=len(balance.shares))
    ahead = had - balance.shares * (len(asked) + 1)
    return (ahead <= balance.slack)[balance.groups]


def _unless_empty(open_: NDArray[np.bool_], rule: NDArray[np.bool_]) -> NDArray[np.bool_]:
    both = open_ & rule
    return both if both.any() else open_
