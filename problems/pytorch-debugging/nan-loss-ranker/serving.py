"""What serving computes from a saved state, in numpy: a fix must leave it as it is."""

import logs
import numpy as np
from measures import column
from readyroom import Check

ROWS = 64
OFF = 0.01  # by how much a probability may differ; a cap on logits of 12 shifts these by 0.003
SPREAD = {"user": 0.3, "video": 0.3, "video_bias": 0.3, "taste": 0.5, "tower": 0.2}


def serves(candidate, trained, shapes, seed):
    """Whether predict() on a drawn state gives what the network of the starter gives."""
    title = "Serving computes as before"
    state, log = drawn_state(shapes, seed), drawn_rows(seed)
    said = column(candidate.predict({name: like(trained[name], state[name]) for name in shapes}, log))
    if said is None or said.shape != (ROWS,):
        return Check(title, False, "predict() must return one probability per row")
    off = float(np.abs(said - probabilities(state, log)).max())
    words = f"from a given state the probabilities differ by up to {off:.3f} from before, allowed {OFF}"
    return Check(title, off <= OFF, words)


def drawn_state(shapes, seed):
    """Weights that let every part of the network count; the padding row is zero."""
    rng = np.random.default_rng([seed, 1])
    state = {
        name: rng.normal(0, SPREAD[name.split(".")[0]], shape).astype(np.float32)
        for name, shape in shapes.items()
    }
    state["video.weight"][0] = 0
    return state


def drawn_rows(seed):
    """Rows with histories of every length and all counts of days, from never (-1) and today (0) on."""
    rng = np.random.default_rng([seed, 2])
    history = rng.integers(1, logs.VIDEOS + 1, (ROWS, logs.HISTORY))
    history[np.arange(logs.HISTORY) >= (np.arange(ROWS) % (logs.HISTORY + 1))[:, None]] = 0
    dense = np.stack([np.arange(ROWS) % 31 - 1, rng.integers(0, 60, ROWS), rng.integers(5, 60, ROWS)], axis=1)
    return {
        "user": rng.integers(1, logs.USERS + 1, ROWS).astype(np.int32),
        "video": rng.integers(1, logs.VIDEOS + 1, ROWS).astype(np.int32),
        "history": history.astype(np.int32),
        "dense": dense.astype(np.float32),
    }


def probabilities(state, log):
    """The network of the starter, (N,)."""
    shown, history, dense = state["video.weight"][log["video"]], log["history"], log["dense"]
    watched = state["video.weight"][history].sum(axis=1)  # (N, D)
    watched /= np.maximum((history > 0).sum(axis=1, keepdims=True), 1)
    taste = watched @ state["taste.weight"].T
    length = np.linalg.norm(taste, axis=1, keepdims=True)
    taste = taste / np.where(length > 0, length, 1)
    features = np.concatenate([dense[:, :1] < 0, np.log1p(np.maximum(dense, 0)), shown], axis=1)  # (N, 4 + D)
    hidden = np.maximum(features @ state["tower.0.weight"].T + state["tower.0.bias"], 0)
    tower = (hidden @ state["tower.2.weight"].T + state["tower.2.bias"])[:, 0]
    match = ((state["user.weight"][log["user"]] + taste) * shown).sum(axis=1)
    return 1 / (1 + np.exp(-(match + tower + state["video_bias.weight"][log["video"], 0])))


def like(value, array):
    """An array as the candidate's own state holds it: a tensor, where that is one."""
    if isinstance(value, np.ndarray):
        return array
    import torch

    return torch.from_numpy(array)
