"""Winnowing: of all runs of k tokens, the few that stand for a program (Schleimer, Wilkerson and Aiken 2003)."""

from __future__ import annotations

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

Hashes = NDArray[np.uint64]

NOISE = 12
"""k: what two programs share in fewer tokens is language, not code."""
SURE = 20
"""t: a shared run of so many tokens is always found; windows are t − k + 1 hashes wide."""

_BASE = np.uint64(0x9E3779B97F4A7C15)


def hashes(codes: NDArray[np.uint64], noise: int = NOISE) -> Hashes:
    """One hash for each run of `noise` tokens (N − noise + 1,), equal where the runs are."""
    count = len(codes) - noise + 1
    if count < 1:
        return np.empty(0, dtype=np.uint64)
    found = np.zeros(count, dtype=np.uint64)
    for offset in range(noise):
        found = found * _BASE + codes[offset : offset + count]
    return _mixed(found)


def winnowed(found: Hashes, noise: int = NOISE, sure: int = SURE) -> Hashes:
    """The distinct minima of all windows, sorted: programs with a run of `sure` tokens in common share one of them.

    Only values are kept, so which of several equal minima a window would choose makes no difference.
    """
    width = sure - noise + 1
    if width < 1:
        raise ValueError(f"a run of {sure} tokens holds none of {noise}")
    if len(found) <= width:
        return np.unique(found.min(keepdims=True)) if len(found) else found
    return np.unique(sliding_window_view(found, width).min(axis=1))


def _mixed(values: Hashes) -> Hashes:
    """The finaliser of splitmix64: minima are drawn evenly, whatever the tokens are."""
    values = (values ^ (values >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    values = (values ^ (values >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return values ^ (values >> np.uint64(31))
