# group: scale
"""Right and quick to write, but lays out all of L: 128 MB for 4000 candidates."""

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
    whole = q[:, None] * q * ((1 - alpha) * np.eye(len(q)) + alpha * (v @ v.T))
    gain = whole.diagonal().copy()
    rows: list[np.ndarray] = []  # of the factor, one per chosen candidate: (n,) each
    chosen: list[tuple[int, float]] = []
    for _ in range(min(k, len(q))):
        best = np.argmax(gain.round(9))
        chosen.append((best, gain[best]))
        kernel = whole[best]
        explained = sum(row[best] * row for row in rows)
        rows.append((kernel - explained) / np.sqrt(gain[best]))
        gain = gain - rows[-1] ** 2
        gain[[at for at, _ in chosen]] = -np.inf
    return chosen
