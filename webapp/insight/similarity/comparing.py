"""All works against all others, through an inverted index of their fingerprints.

A fingerprint weighs the logarithm of how rare it is among people, and nothing once a tenth of them have it. Two works are
similar by the weight they share against the weight they have; a pair is two people, by those of their works that
share most.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from webapp.insight.similarity.fingerprints import NOISE, SURE, Hashes, hashes, winnowed
from webapp.insight.similarity.tokens import tokens

Ids = NDArray[np.int64]
Floats = NDArray[np.float64]
BINS = 20
"""Of the histogram of everybody's nearest."""


@dataclass(frozen=True)
class Work:
    """What somebody handed in; `owner` tells people apart, `key` is the caller's name for it.

    Of one person's works each `group` gives pairs of its own: what was handed in here is not hidden behind what is more
    similar there.
    """

    key: str
    owner: int
    text: str
    group: str = ""


@dataclass(frozen=True)
class Settings:
    """`common`: the share of people from which on a fingerprint is nobody's, and `common_least` people at least.

    `least`: pairs below that similarity are not kept. `prior`: so many unique fingerprints count as not shared, so that
    a work of which little is left says little. `nearest`: pairs kept of each work.
    """

    noise: int = NOISE
    sure: int = SURE
    common: float = 0.1
    common_least: int = 8
    least: float = 0.3
    prior: float = 4.0
    nearest: int = 20


@dataclass(frozen=True)
class Pair:
    """Two works (indices into the works compared, left < right) and what they share.

    `similarity` in [0, 1); `covered_left` and `covered_right` are the shares of each one's weight; `shared` counts
    fingerprints.
    """

    left: int
    right: int
    similarity: float
    shared: int
    covered_left: float
    covered_right: float


@dataclass(frozen=True, eq=False)
class Comparison:
    """What came out. `keys` and `owners` of the works, in order; `pairs` with the most similar first.

    `nearest` (BINS,) counts people by the similarity of the nearest other; `common` are the fingerprints that were
    discounted as everybody's, sorted.
    """

    keys: list[str]
    owners: list[int]
    pairs: list[Pair]
    people: int
    nearest: list[int]
    common: Hashes
    repeats: int = 0
    settings: Settings = field(default_factory=Settings)


def compare(works: Iterable[Work], given: Iterable[str] = (), settings: Settings | None = None) -> Comparison:
    """Every pair of people that shares code; what is in `given` (starter code) is nobody's.

    Works are read once and their texts not kept. A person's works with the same tokens count as one.
    """
    settings = settings or Settings()
    index = _Index(settings, given)
    for work in works:
        index.add(work)
    return index.compared()


class _Index:
    def __init__(self, settings: Settings, given: Iterable[str]) -> None:
        self.settings = settings
        found = [hashes(tokens(text).codes, settings.noise) for text in given]
        self.given = np.unique(np.concatenate(found)) if found else np.empty(0, dtype=np.uint64)
        self.keys: list[str] = []
        self.owners: list[int] = []
        self.groups: list[str] = []
        self.prints: list[Hashes] = []
        self.repeats = 0
        self._seen: set[tuple[int, str, bytes]] = set()

    def add(self, work: Work) -> None:
        """Take one work in."""
        runs = hashes(tokens(work.text).codes, self.settings.noise)
        prints = winnowed(runs, self.settings.noise, self.settings.sure)
        prints = prints[~np.isin(prints, self.given)]
        name = (work.owner, work.group, prints.tobytes())
        if name in self._seen:
            self.repeats += 1
            return
        self._seen.add(name)
        self.keys.append(work.key)
        self.owners.append(work.owner)
        self.groups.append(work.group)
        self.prints.append(prints)

    def compared(self) -> Comparison:
        """The pairs."""
        people, owner = np.unique(np.array(self.owners, dtype=np.int64), return_inverse=True)
        sizes = np.array([len(prints) for prints in self.prints], dtype=np.int64)
        every = np.concatenate(self.prints) if self.prints else np.empty(0, dtype=np.uint64)
        names, print_ = np.unique(every, return_inverse=True)
        work = np.repeat(np.arange(len(sizes)), sizes)
        holders = np.unique(print_ * max(len(people), 1) + owner[work]) // max(len(people), 1)
        frequency = np.bincount(holders, minlength=len(names))
        bound = max(self.settings.common * len(people), self.settings.common_least)
        common = frequency > bound
        weights = np.where(common, 0.0, np.log((1 + len(people)) / np.maximum(frequency, 1)))
        kept = ~common[print_]
        rows = _pairs(print_[kept], work[kept], owner, weights, len(sizes), len(people), self.settings)
        pairs = _best_of_people(rows, list(zip(self.owners, self.groups, strict=True)))
        best = np.zeros(len(people))
        for pair in pairs:
            for side in (pair.left, pair.right):
                best[owner[side]] = max(best[owner[side]], pair.similarity)
        nearest, _ = np.histogram(best, bins=BINS, range=(0.0, 1.0))
        return Comparison(
            self.keys,
            self.owners,
            pairs,
            len(people),
            nearest.tolist(),
            names[common],
            self.repeats,
            self.settings,
        )


def _pairs(
    print_: Ids, work: Ids, owner: Ids, weights: Floats, works: int, people: int, settings: Settings
) -> list[Pair]:
    """Of each work, the nearest among those of other people, `settings.nearest` of them at most."""
    total = np.bincount(work, weights=weights[print_], minlength=works)
    order = np.argsort(print_, kind="stable")
    holders = work[order].astype(np.int32)
    starts = np.searchsorted(print_[order], np.arange(len(weights) + 1))
    bounds = np.searchsorted(work, np.arange(works + 1))
    prior = settings.prior * np.log(1 + people)
    found: dict[tuple[int, int], Pair] = {}
    for left in range(works):
        mine = print_[bounds[left] : bounds[left + 1]]
        if not len(mine):
            continue
        lists = [holders[starts[n] : starts[n + 1]] for n in mine]
        touched = np.concatenate(lists)
        shared = np.bincount(
            touched, weights=np.repeat(weights[mine], [len(row) for row in lists]), minlength=works
        )
        shared[owner == owner[left]] = 0.0
        similar = shared / (np.sqrt(total[left] * total) + prior)
        near = np.flatnonzero((similar >= settings.least) & (shared > 0))
        if len(near) > settings.nearest:
            near = near[np.argsort(-similar[near], kind="stable")[: settings.nearest]]
        if not len(near):
            continue
        counts = np.bincount(touched, minlength=works)
        for right in map(int, near):
            low, high = min(left, right), max(left, right)
            if (low, high) not in found:
                found[low, high] = Pair(
                    low,
                    high,
                    float(similar[right]),
                    int(counts[right]),
                    float(shared[right] / total[low]),
                    float(shared[right] / total[high]),
                )
    return list(found.values())


def _best_of_people(pairs: list[Pair], whose: list[tuple[int, str]]) -> list[Pair]:
    """Of every two people, and of each of their groups, the two works that share most; the most similar first."""
    best: dict[tuple[tuple[int, str], tuple[int, str]], Pair] = {}
    for pair in sorted(pairs, key=lambda pair: (-pair.similarity, -pair.shared, pair.left, pair.right)):
        one, other = sorted((whose[pair.left], whose[pair.right]))
        best.setdefault((one, other), pair)
    return list(best.values())
