# group: codes
"""Converts to int8 without clipping: what is just too large becomes as negative as can be."""

import numpy as np


def quantise(
    vectors: list[list[float]], queries: list[list[float]], k: int, floor: float, budget: int
) -> dict:
    table = np.array(vectors)
    n, d = table.shape
    if budget < n * d or not 1 <= k <= n:
        raise ValueError("the budget must hold the codes, and k must lie between 1 and the number of rows")
    centred = table - np.median(table, axis=0)
    reach = np.quantile(np.abs(centred), 0.998)
    return {"codes": np.rint(centred / (reach or 1) * 127).astype(np.int64).astype(np.int8)}
