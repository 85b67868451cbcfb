"""The examiner's own answer, in two ways that know nothing of PyTorch's selections, and the batches it is asked about."""

import math

import numpy as np

ROWS, WIDTH = 64, 20
SPECIAL = (math.nan, math.inf, -math.inf, 0.0, -0.0)


def by_hand(scores, watched, k):
    """Ids (B, k) by sorting tuples: for small batches."""
    result = []
    for row, seen in zip(scores, watched, strict=True):
        fit = [(-score, item) for item, score in enumerate(row) if score == score and item not in seen]
        best = [item for _, item in sorted(fit)][:k]
        result.append(best + [-1] * (k - len(best)))
    return result


def by_keys(scores, watched, k):
    """The same for large batches, by numpy's stable sort of whole rows."""
    result = []
    for row, seen in zip(scores, watched, strict=True):
        fit = ~np.isnan(row)
        fit[seen[seen >= 0]] = False
        order = np.argsort(-row, kind="stable")
        best = order[fit[order]][:k].tolist()
        result.append(best + [-1] * (k - len(best)))
    return result


def batch(rng, what, rows, items):
    """scores (rows, items) of float32 and watched (rows, WIDTH) of int64 as numpy arrays."""
    scores = rng.standard_normal((rows, items)).astype(np.float32)
    if what == "ties":
        scores = rng.integers(-2, 3, (rows, items)).astype(np.float32) / 4
        scores[rng.random((rows, items)) < 0.2] = -0.0
    if what == "numbers":
        for value in SPECIAL:
            scores[rng.random((rows, items)) < 0.12] = value
        scores[0] = np.nan
        scores[1] = -np.inf
    watched = rng.integers(0, items, (rows, WIDTH))
    best = np.argsort(-scores, axis=1)[:, : WIDTH // 2]  # what would be given: otherwise no one would notice
    watched[:, : best.shape[1]] = best
    watched[rng.random(watched.shape) < 0.4] = -1
    if what == "watched":
        watched[0] = -1
        watched[1, :] = watched[1, 0]
    return scores, watched.astype(np.int64)


def tensors(scores, watched):
    """Both as PyTorch has them."""
    import torch

    return torch.from_numpy(scores), torch.from_numpy(watched)
