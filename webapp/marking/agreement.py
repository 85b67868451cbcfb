"""How far two markers agree beyond chance: Cohen's kappa with its interval. numpy alone, no Django."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
_Z = 1.959964


@dataclass(frozen=True)
class Rating:
    """Levels (from 0 to `top`) that two people gave one script on one criterion."""

    script: str
    criterion: str
    first: int
    second: int
    top: int


@dataclass(frozen=True)
class Agreement:
    """`kappa` with its 95 % interval, None where chance alone would agree everywhere or too few scripts bound nothing.

    `same` is the share of ratings that are equal; `scripts` counts the independent ones behind it.
    """

    kappa: float | None
    low: float | None
    high: float | None
    same: float
    scripts: int
    ratings: int


def agreement(ratings: Sequence[Rating], *, weighted: bool = True) -> Agreement | None:
    """Cohen 1960, or with `weighted` 1968: a disagreement weighs the square of its distance on the criterion's scale.

    Disagreement and what chance would make of it are added up over the criteria, chance by each one's own marginals. The
    interval is a jackknife over scripts, whose criteria are not independent of each other. None without ratings.
    """
    if not ratings:
        return None
    scripts = sorted({rating.script for rating in ratings})
    same = sum(rating.first == rating.second for rating in ratings) / len(ratings)
    kappa = _kappa(ratings, weighted)
    low = high = None
    if kappa is not None and len(scripts) >= 3:
        left_out = [_kappa([one for one in ratings if one.script != script], weighted) for script in scripts]
        known = [value for value in left_out if value is not None]
        if len(known) == len(scripts):
            count = len(scripts)
            pseudo = count * kappa - (count - 1) * np.array(known)
            half = _Z * float(pseudo.std(ddof=1)) / count**0.5
            # Scripts that are all alike say nothing of how others would differ.
            if half > 1e-9:
                low, high = max(-1.0, kappa - half), min(1.0, kappa + half)
    return Agreement(kappa, low, high, same, len(scripts), len(ratings))


def _kappa(ratings: Iterable[Rating], weighted: bool) -> float | None:
    seen = chance = 0.0
    groups: dict[str, list[Rating]] = {}
    for rating in ratings:
        groups.setdefault(rating.criterion, []).append(rating)
    for group in groups.values():
        size = max(rating.top for rating in group) + 1
        first = np.bincount([rating.first for rating in group], minlength=size) / len(group)
        second = np.bincount([rating.second for rating in group], minlength=size) / len(group)
        costs = _costs(size, weighted)
        seen += sum(float(costs[rating.first, rating.second]) for rating in group)
        chance += len(group) * float(first @ costs @ second)
    return None if chance < 1e-12 else 1.0 - seen / chance


def _costs(size: int, weighted: bool) -> Floats:
    levels = np.arange(size)
    apart = np.abs(levels[:, None] - levels)
    return (apart / max(size - 1, 1)) ** 2 if weighted else (apart > 0).astype(np.float64)
