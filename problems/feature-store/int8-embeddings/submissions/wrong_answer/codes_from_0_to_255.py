# group: samples
"""Counts codes from 0 as an unsigned byte does."""

import numpy as np


def quantise(
    vectors: list[list[float]], queries: list[list[float]], k: int, floor: float, budget: int
) -> dict:
    table = np.array(vectors)
    n, d = table.shape
    if budget < n * d or not 1 <= k <= n:
        raise ValueError("the budget must hold the codes, and k must lie between 1 and the number of rows")
    low, high = table.min(axis=0), table.max(axis=0)
    step = (high - low) / 255

    step[step == 0] = 1
    return {"codes": np.rint((table - low) / step).astype(int), "channel_scale": step, "offset": low}
