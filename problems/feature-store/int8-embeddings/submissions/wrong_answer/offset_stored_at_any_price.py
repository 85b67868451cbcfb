# group: offset
"""Stores offsets, which no ranking needs, and goes over the budget."""

import numpy as np


def quantise(
    vectors: list[list[float]], queries: list[list[float]], k: int, floor: float, budget: int
) -> dict:
    table = np.array(vectors)
    n, d = table.shape
    if budget < n * d or not 1 <= k <= n:
        raise ValueError("the budget must hold the codes, and k must lie between 1 and the number of rows")
    middle = (table.min(axis=0) + table.max(axis=0)) / 2
    reach = np.abs(table - middle).max(axis=0)
    reach[reach == 0] = 1
    answer = {"codes": np.rint((table - middle) / reach * 127).astype(np.int8)}
    if budget >= n * d + 4 * d:
        answer |= {"channel_scale": reach, "offset": middle}
    return answer
