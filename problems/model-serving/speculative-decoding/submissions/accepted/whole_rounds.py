"""NumPy rows, normalised residuals; a round is drafted as a whole, then cut at the first rejection."""

import numpy as np


def speculate(
    target: list[list[float]],
    draft: list[list[float]],
    start: int,
    length: int,
    k: int,
    uniforms: list[float],
) -> tuple[list[int], int]:
    if min(length, k) < 0:
        raise ValueError("length and k must not be negative")
    p, q = np.array(target), np.array(draft)  # (V, V)
    draft_sums, target_sums = q.cumsum(axis=1), p.cumsum(axis=1)
    tokens: list[int] = []
    used = rounds = 0
    while len(tokens) < length:
        rounds += 1
        path = [tokens[-1] if tokens else start]
        guesses = min(k, length - len(tokens) - 1)
        for uniform in uniforms[used : used + guesses]:
            path.append(np.searchsorted(draft_sums[path[-1]], uniform, side="right"))
        used += guesses
        before, after = path[:-1], path[1:]
        ratios = p[before, after] / q[before, after]  # (guesses,)
        good = uniforms[used : used + guesses] < ratios
        accepted = np.argmin(np.append(good, False))  # how many before the first that is not
        here = path[accepted]
        if accepted < guesses:
            used += accepted + 1
            weights = np.maximum(p[here] - q[here], 0)
            sums = (weights / weights.sum()).cumsum()
        else:
            used += guesses
            sums = target_sums[here]
        last = np.searchsorted(sums, uniforms[used], side="right")
        used += 1
        tokens += [*path[1 : accepted + 1], last]
    return tokens, rounds
