"""Asks for the best items of small batches that hold one difficulty each, and of large ones, which are timed on a device."""

import numpy as np
from ranking import ROWS, SPECIAL, WIDTH, batch, by_hand, by_keys, tensors
from readyroom import Check, Finding

FEW, LARGE_K, TIMED = 6, 100, 5
EXAMPLE = (
    [[0.5, 2.0, 2.0, 1.0], [3.0, SPECIAL[0], 1.0, 2.0], [1.0, 1.0, 1.0, 1.0]],
    [[3, -1, -1, -1], [0, 0, -1, -1], [0, 1, 2, 3]],
)
TITLE = {
    "samples": "The example",
    "watched": "Nothing that was watched",
    "ties": "Of equal scores the smaller id",
    "numbers": "NaN is never given, infinities are",
    "large": "A batch in its full size",
}


def examine(candidate, what, items, seed):
    """`what` is a group; rows have `items` items, and `seed` draws them."""
    if what == "large":
        return Finding(large(candidate, items, seed))
    rng = np.random.default_rng([seed, items])
    if what == "samples":
        scores, watched = np.array(EXAMPLE[0], dtype=np.float32), np.array(EXAMPLE[1])
        asked = [3, 1]
    else:
        scores, watched = batch(rng, what, FEW, items)
        asked = [1, 5, items]
    found = []
    for k in asked:
        wanted = by_hand(scores.tolist(), watched.tolist(), k)
        found.append(
            compared(f"{TITLE[what]}, k = {k}", candidate.top_items(*tensors(scores, watched), k), wanted)
        )
    return Finding(found)


def large(candidate, items, seed):
    """A new batch for each call; on a device each is timed, against the bytes that it must move."""
    rng = np.random.default_rng([seed, items])
    checks = []
    for number in range(TIMED):
        scores, watched = batch(rng, "ties" if number == 0 else "plain", ROWS, items)
        k = min(LARGE_K, items)
        if number:  # the first call loads kernels
            candidate.costs(bytes=4 * ROWS * items + 8 * ROWS * WIDTH + 8 * ROWS * k)
        given = candidate.top_items(*tensors(scores, watched), k)
        checks.append(compared(f"{TITLE['large']}, batch {number + 1}", given, by_keys(scores, watched, k)))
    return checks


def compared(title, given, wanted):
    """One check: form first, then the first row that differs."""
    shape = (len(wanted), len(wanted[0]))
    if not hasattr(given, "shape") or not hasattr(given, "tolist"):
        return Check(title, False, "a tensor was asked for")
    if tuple(given.shape) != shape or "int64" not in str(given.dtype):
        return Check(
            title,
            False,
            f"a tensor {shape} of int64 was asked for, not {tuple(given.shape)} of {given.dtype}",
        )
    for number, (mine, right) in enumerate(zip(given.tolist(), wanted, strict=True)):
        if mine != right:
            place = next(n for n, (one, other) in enumerate(zip(mine, right, strict=True)) if one != other)
            return Check(
                title, False, f"row {number}, place {place}: item {mine[place]} instead of {right[place]}"
            )
    return Check(title, True)
