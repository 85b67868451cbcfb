# group: scale
"""Right, but solves a linear system for each candidate in each step."""

import numpy as np


def rerank(quality: list[float], vectors: list[list[float]], alpha: float, k: int) -> list[tuple[int, float]]:
    if not 0 <= alpha < 1 or k <= 0:
        raise ValueError("alpha must lie in [0, 1), k be positive")
    if len(quality) != len(vectors):
        raise ValueError("every candidate needs a quality and a vector")
    q = np.array(quality)
    v = np.array(vectors)  # (n, d); ValueError where dimensions differ
    if not (np.isfinite(q).all() and np.isfinite(v).all() and (q > 0).all()):
        raise ValueError("numbers must be finite, qualities positive")
    gain = q**2 * (1 - alpha + alpha * (v**2).sum(axis=-1))
    start = gain.copy()
    chosen: list[tuple[int, float]] = []
    for _ in range(min(k, len(q))):
        best = np.argmax(gain.round(9))
        chosen.append((best, gain[best]))
        page = [at for at, _ in chosen]
        inner = (1 - alpha) * np.eye(len(page)) + alpha * (v[page] @ v[page].T)
        block = q[page][:, None] * q[page] * inner
        for at in range(len(q)):
            cross = alpha * q[page] * q[at] * (v[page] @ v[at])
            gain[at] = start[at] - cross @ np.linalg.solve(block, cross)
        gain[[at for at, _ in chosen]] = -np.inf
    return chosen
