"""What two texts share, place by place, for somebody who wants to look."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from webapp.insight.similarity.fingerprints import NOISE, SURE, Hashes, hashes, winnowed
from webapp.insight.similarity.tokens import Tokens

Places = NDArray[np.int64]
OFTEN = 16
"""A run of tokens that one text has more often than this says nothing of where the other has it from."""


@dataclass(frozen=True)
class Run:
    """`length` tokens that are the same from token `left` of one text and token `right` of the other.

    `telling`: whether it holds a fingerprint that is not everybody's.
    """

    left: int
    right: int
    length: int
    telling: bool


def runs(
    left: Tokens, right: Tokens, given: Hashes, common: Hashes, noise: int = NOISE, sure: int = SURE
) -> list[Run]:
    """Shared runs of `noise` tokens and more, none overlapping, in the order of the left text.

    Greedy tiling, the longest first (Wise 1993), of what is not in `given`; `common` are discounted fingerprints.
    """
    ours, theirs = hashes(left.codes, noise), hashes(right.codes, noise)
    taken_left, taken_right = np.zeros(len(left), dtype=bool), np.zeros(len(right), dtype=bool)
    marks = np.setdiff1d(np.intersect1d(winnowed(ours, noise, sure), winnowed(theirs, noise, sure)), common)
    telling = np.isin(ours, marks)
    found = []
    for start, other, length in sorted(
        _diagonals(ours, theirs, given, noise), key=lambda run: (-run[2], run[:2])
    ):
        free = ~(taken_left[start : start + length] | taken_right[other : other + length])
        for begin, end in _stretches(free):
            if end - begin < noise:
                continue
            here, there = start + begin, other + begin
            taken_left[here : start + end] = taken_right[there : other + end] = True
            tells = bool(telling[here : start + end - noise + 1].any())
            found.append(Run(here, there, end - begin, tells))
    return sorted(found, key=lambda run: run.left)


def _diagonals(ours: Hashes, theirs: Hashes, given: Hashes, noise: int) -> Iterator[tuple[int, int, int]]:
    """Maximal runs as (left, right, length) in tokens."""
    places = _places(theirs[~np.isin(theirs, given)], np.flatnonzero(~np.isin(theirs, given)))
    mine = _places(ours[~np.isin(ours, given)], np.flatnonzero(~np.isin(ours, given)))
    steps: dict[int, list[int]] = {}
    for value, here in mine.items():
        there = places.get(value)
        if there is None or len(here) > OFTEN or len(there) > OFTEN:
            continue
        for i in here:
            for j in there:
                steps.setdefault(i - j, []).append(i)
    for shift, starts in steps.items():
        starts.sort()
        begin = last = starts[0]
        for place in [*starts[1:], -1]:
            if place != last + 1:
                yield begin, begin - shift, last - begin + noise
                begin = place
            last = place


def _places(values: Hashes, at: Places) -> dict[int, list[int]]:
    found: dict[int, list[int]] = {}
    for value, place in zip(values.tolist(), at.tolist(), strict=True):
        found.setdefault(value, []).append(place)
    return found


def _stretches(free: NDArray[np.bool_]) -> list[tuple[int, int]]:
    """Where `free` holds without a gap, as (start, end)."""
    edges = np.flatnonzero(np.diff(np.concatenate([[False], free, [False]]).astype(np.int8)))
    return [(int(start), int(end)) for start, end in edges.reshape(-1, 2)]
