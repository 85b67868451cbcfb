"""The finest scales that the budget holds, with and without clipping the outermost numbers: recall on the given queries decides."""

import numpy as np

LEAST = 1e-30  # stands for a range of 0


def quantise(
    vectors: list[list[float]], queries: list[list[float]], k: int, floor: float, budget: int
) -> dict:
    table, traffic = np.array(vectors), np.array(queries)  # (n, d), (m, d)
    n, d = table.shape
    spare = budget - table.size
    if spare < 0 or not 1 <= k <= n:
        raise ValueError("the budget must hold the codes, and k must lie between 1 and the number of rows")
    by_row = spare >= 4 * n
    by_channel = spare >= 4 * (n * by_row + d)
    # A constant per channel adds the same to all scores of a query: subtract it, and forget it.
    centred = table - np.median(table, axis=0)
    neighbours = nearest(traffic @ table.T, k)
    hits = []
    answers = [encode(centred, by_row, by_channel, share) for share in (1.0, 0.995)]
    for answer in answers:
        found = nearest(traffic @ decode(answer).T, k)
        hits.append((neighbours[:, :, None] == found[:, None, :]).sum())
    return answers[np.argmax(hits)]


def encode(centred: np.ndarray, by_row: bool, by_channel: bool, share: float) -> dict:
    """Codes, and the scales that there is room for; `share` of the sizes in a channel are not clipped."""
    sizes = np.abs(centred) if by_channel else np.abs(centred).max(axis=1)  # (n, d) or (n,)
    channel_scale = np.maximum(np.quantile(sizes, share, axis=0), LEAST)  # (d,) or ()
    codes = centred / channel_scale
    answer = {}
    if by_channel:
        answer["channel_scale"] = channel_scale
    if by_row:
        answer["row_scale"] = np.maximum(np.abs(codes).max(axis=1), LEAST)
        codes /= answer["row_scale"][:, None]
    answer["codes"] = np.rint(codes.clip(-1, 1) * 127)
    return answer


def decode(answer: dict) -> np.ndarray:
    """(n, d): the table that is read, in which a scale that was left out is 1."""
    rows = answer.get("row_scale", np.ones(1))
    return rows[:, None] * answer.get("channel_scale", 1) * answer["codes"]


def nearest(scores: np.ndarray, k: int) -> np.ndarray:
    """(m, k): the rows of the largest scores of each query."""
    return np.argsort(-scores)[:, :k]
