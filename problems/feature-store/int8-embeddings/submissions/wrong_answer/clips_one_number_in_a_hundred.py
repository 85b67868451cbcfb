# group: range
"""Clips at the 99th percentile without looking: the neighbours are just where the numbers are large."""

import numpy as np


def quantise(
    vectors: list[list[float]], queries: list[list[float]], k: int, floor: float, budget: int
) -> dict:
    table = np.array(vectors)
    n, d = table.shape
    if budget < n * d or not 1 <= k <= n:
        raise ValueError("the budget must hold the codes, and k must lie between 1 and the number of rows")
    centred = table - np.median(table, axis=0)
    reach = np.quantile(np.abs(centred), 0.99, axis=0)
    if budget < n * d + 4 * d:
        reach[:] = np.quantile(np.abs(centred), 0.99)
    reach[reach == 0] = 1
    answer = {"codes": np.clip(np.rint(centred / reach * 127), -128, 127).astype(np.int8)}
    if budget >= n * d + 4 * d:
        answer["channel_scale"] = reach
    return answer
