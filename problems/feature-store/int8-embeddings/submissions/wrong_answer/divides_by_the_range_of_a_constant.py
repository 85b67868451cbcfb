# group: degenerate
"""Divides 0 by 0 where a channel is constant, and returns codes that are no numbers."""

import numpy as np


def quantise(
    vectors: list[list[float]], queries: list[list[float]], k: int, floor: float, budget: int
) -> dict:
    table = np.array(vectors)
    n, d = table.shape
    if budget < n * d or not 1 <= k <= n:
        raise ValueError("the budget must hold the codes, and k must lie between 1 and the number of rows")
    centred = table - np.median(table, axis=0)
    with np.errstate(invalid="ignore"):
        if budget >= n * d + 4 * d:
            reach = np.abs(centred).max(axis=0)
            return {"codes": np.rint(centred / reach * 127), "channel_scale": reach}
        return {"codes": np.rint(centred / np.abs(centred).max() * 127)}
