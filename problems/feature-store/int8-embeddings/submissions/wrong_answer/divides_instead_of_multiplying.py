# group: channels
"""Gives the factor from numbers to codes as the scale, instead of the one from codes to numbers."""

import numpy as np


def quantise(
    vectors: list[list[float]], queries: list[list[float]], k: int, floor: float, budget: int
) -> dict:
    table = np.array(vectors)
    n, d = table.shape
    if budget < n * d or not 1 <= k <= n:
        raise ValueError("the budget must hold the codes, and k must lie between 1 and the number of rows")
    centred = table - np.median(table, axis=0)
    reach = np.abs(centred).max(axis=0)
    if budget < n * d + 4 * d:
        return {"codes": np.rint(centred / (reach.max() or 1) * 127).astype(np.int8)}
    reach[reach == 0] = 1
    return {"codes": np.rint(centred / reach * 127).astype(np.int8), "channel_scale": 127 / reach}
