# group: samples
"""Takes copies of the own item for rivals."""

import numpy as np


def two_tower_batch(
    users: list[list[float]],
    items: list[list[float]],
    ids: list[int],
    log_q: list[float],
    temperature: float,
    k: int,
) -> dict[str, object]:
    if not 0 < temperature < np.inf or k <= 0:
        raise ValueError("temperature and k must be positive")
    vectors, labels = np.array([users, items]), np.array([ids, log_q])  # ValueError where shapes do not fit
    if vectors.size == 0 or vectors.shape[1] != labels.shape[1]:
        raise ValueError("every row needs a user, an item, an id and a log_q")
    (u, v), (a, q) = vectors, labels  # (B, d) and (B,)
    if not np.isfinite(vectors).all() or not np.isfinite(q).all() or (q > 0).any():
        raise ValueError("numbers must be finite, and log_q not positive")
    _, first, copy = np.unique(a, return_index=True, return_inverse=True)
    if (v != v[first][copy]).any() or (q != q[first][copy]).any():
        raise ValueError("rows of one item must have one vector and one log_q")
    scores = u @ v.T
    logits = scores / temperature - q
    own = a[:, None] == a
    logits[own & ~np.eye(len(u), dtype=bool)] = -np.inf
    logits -= logits.max(axis=1, keepdims=True)
    log_p = logits - np.log(np.exp(logits).sum(axis=1, keepdims=True))
    pull = (np.exp(log_p) - np.eye(len(u))) / (len(u) * temperature)  # dL / d(u_i · v_j)
    rivals = (scores >= scores.diagonal()[:, None]) & ~np.eye(len(u), dtype=bool)
    return {
        "loss": -log_p.diagonal().mean(),
        "user_gradient": (pull @ v).tolist(),
        "item_gradient": (pull.T @ u).tolist(),
        "recall": (rivals.sum(axis=1) < k).mean(),
    }
