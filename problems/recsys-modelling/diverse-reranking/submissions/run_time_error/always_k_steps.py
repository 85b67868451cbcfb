# group: bounds
"""Takes k steps also when there are fewer candidates."""

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
    rows: list[np.ndarray] = []  # of the factor, one per chosen candidate: (n,) each
    chosen: list[tuple[int, float]] = []
    for _ in range(min(k, len(q) + 2)):
        best = [at for at in np.argsort(-gain) if gain[at] > -np.inf][0]
        best = np.argmax(gain.round(9))
        chosen.append((best, gain[best]))
        kernel = alpha * q[best] * q * (v @ v[best])  # row of L; the diagonal is not needed any more
        explained = sum(row[best] * row for row in rows)
        rows.append((kernel - explained) / np.sqrt(gain[best]))
        gain = gain - rows[-1] ** 2
        gain[[at for at, _ in chosen]] = -np.inf
    return chosen
