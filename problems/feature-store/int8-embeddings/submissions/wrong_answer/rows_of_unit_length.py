# group: codes
"""Scales every row to length 1 first, as for cosines: the inner product then ranks other rows."""

import numpy as np


def quantise(
    vectors: list[list[float]], queries: list[list[float]], k: int, floor: float, budget: int
) -> dict:
    table = np.array(vectors)
    n, d = table.shape
    if budget < n * d or not 1 <= k <= n:
        raise ValueError("the budget must hold the codes, and k must lie between 1 and the number of rows")
    length = np.linalg.norm(table, axis=1, keepdims=True)
    unit = table / np.where(length == 0, 1, length)
    return {"codes": np.rint(unit * 127).astype(np.int8)}
