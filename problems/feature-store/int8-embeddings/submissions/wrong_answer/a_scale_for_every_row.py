# group: codes
"""Stores a scale per row, four bytes for each, whatever the budget."""

import numpy as np


def quantise(
    vectors: list[list[float]], queries: list[list[float]], k: int, floor: float, budget: int
) -> dict:
    table = np.array(vectors)
    n, d = table.shape
    if budget < n * d or not 1 <= k <= n:
        raise ValueError("the budget must hold the codes, and k must lie between 1 and the number of rows")
    reach = np.abs(table).max(axis=1)
    reach[reach == 0] = 1
    return {"codes": np.rint(table / reach[:, None] * 127).astype(np.int8), "row_scale": reach}
