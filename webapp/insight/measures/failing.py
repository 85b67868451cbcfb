"""Wrong submissions by which cases they fail: a few kinds of mistake, each with the one that stands for it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
MOST = 400
"""Different sets of failed cases that are looked at, those of the most people."""
_ROUNDS = 20


@dataclass(frozen=True)
class Failed:
    """A submission (`key`) of somebody (`owner`) and the cases that it does not pass."""

    key: str
    owner: int
    cases: frozenset[str]


@dataclass(frozen=True)
class Kind:
    """Submissions that fail alike. `cases` are those that the medoid fails: nobody's are nearer to all of the kind.

    `keys` begin with the nearest to it; `spread` is the mean distance (Jaccard) to it, 0 where all fail the same.
    """

    cases: frozenset[str]
    people: int
    submissions: int
    spread: float
    keys: tuple[str, ...]


def kinds(rows: Iterable[Failed], most: int = 5) -> list[Kind]:
    """At most `most` kinds, those of the most people first: k-medoids over the sets of failed cases.

    A person counts once for each set of cases, however often they handed it in.
    """
    same: defaultdict[frozenset[str], list[Failed]] = defaultdict(list)
    for row in rows:
        if row.cases:
            same[row.cases].append(row)
    people = {cases: len({row.owner for row in group}) for cases, group in same.items()}
    sets = sorted(same, key=lambda cases: (-people[cases], -len(same[cases]), sorted(cases)))[:MOST]
    if not sets:
        return []
    weight = np.array([people[cases] for cases in sets], dtype=np.float64)
    apart = distances(sets)
    medoids = _medoids(apart, weight, most)
    nearest = np.argmin(apart[:, medoids], axis=1)
    found = []
    for number, medoid in enumerate(medoids):
        members = np.flatnonzero(nearest == number)
        members = members[np.argsort(apart[members, medoid], kind="stable")]
        group = [row for member in members for row in same[sets[member]]]
        spread = float(np.average(apart[members, medoid], weights=weight[members]))
        owners = len({row.owner for row in group})
        found.append(Kind(sets[medoid], owners, len(group), spread, tuple(row.key for row in group)))
    return sorted(found, key=lambda kind: (-kind.people, -kind.submissions, sorted(kind.cases)))


def distances(sets: Sequence[frozenset[str]]) -> Floats:
    """Between every two sets (N, N): the share of their cases that only one of them has (Jaccard)."""
    names = {name: place for place, name in enumerate(sorted(set().union(*sets)))}
    has = np.zeros((len(sets), len(names)))
    for row, cases in zip(has, sets, strict=True):
        row[[names[name] for name in cases]] = 1.0
    both, sizes = has @ has.T, has.sum(axis=1)
    return 1.0 - both / np.maximum(sizes[:, None] + sizes - both, 1.0)


def _medoids(apart: Floats, weight: Floats, most: int) -> list[int]:
    """Chosen one by one for the least total distance, then moved within their groups until nothing changes."""
    chosen: list[int] = []
    nearest = np.full(len(weight), np.inf)
    while len(chosen) < min(most, len(weight)):
        totals = (np.minimum(apart, nearest[:, None]) * weight[:, None]).sum(axis=0)
        best = int(np.argmin(totals))
        if chosen and totals[best] >= (nearest * weight).sum():
            break
        chosen.append(best)
        nearest = np.minimum(nearest, apart[:, best])
    for _ in range(_ROUNDS):
        groups = np.argmin(apart[:, chosen], axis=1)
        moved = []
        for number in range(len(chosen)):
            inside = np.flatnonzero(groups == number)
            totals = weight[inside] @ apart[np.ix_(inside, inside)]
            moved.append(int(inside[np.argmin(totals)]))
        if moved == chosen:
            break
        chosen = moved
    return chosen
