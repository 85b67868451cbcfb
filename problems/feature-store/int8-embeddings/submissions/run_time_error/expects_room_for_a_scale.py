# group: samples
"""Refuses a budget that holds the codes but no scales."""

import numpy as np


def quantise(
    vectors: list[list[float]], queries: list[list[float]], k: int, floor: float, budget: int
) -> dict:
    table = np.array(vectors)
    n, d = table.shape
    if budget < n * d or not 1 <= k <= n:
        raise ValueError("the budget must hold the codes, and k must lie between 1 and the number of rows")
    if budget < n * d + 4 * d:
        raise ValueError("no room for the scales")
    centred = table - np.median(table, axis=0)
    reach = np.abs(centred).max(axis=0)
    reach[reach == 0] = 1
    return {"codes": np.rint(centred / reach * 127).astype(np.int8), "channel_scale": reach}
