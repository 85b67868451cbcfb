# group: codes
"""Adds a small constant to the scale against division by zero, which is not small beside small numbers."""

import numpy as np


def quantise(
    vectors: list[list[float]], queries: list[list[float]], k: int, floor: float, budget: int
) -> dict:
    table = np.array(vectors)
    n, d = table.shape
    if budget < n * d or not 1 <= k <= n:
        raise ValueError("the budget must hold the codes, and k must lie between 1 and the number of rows")
    centred = table - np.median(table, axis=0)
    reach = np.abs(centred).max() + 1e-3
    return {"codes": np.clip(np.rint(centred / reach * 127), -128, 127).astype(np.int8)}
