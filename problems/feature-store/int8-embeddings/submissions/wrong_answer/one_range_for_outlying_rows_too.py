# group: rows
"""Has no scale per row, although the budget holds it and single numbers are far out."""

import numpy as np


def quantise(
    vectors: list[list[float]], queries: list[list[float]], k: int, floor: float, budget: int
) -> dict:
    table = np.array(vectors)
    n, d = table.shape
    if budget < n * d or not 1 <= k <= n:
        raise ValueError("the budget must hold the codes, and k must lie between 1 and the number of rows")
    centred = table - np.median(table, axis=0)
    by_channel = budget >= n * d + 4 * d
    reach = np.abs(centred).max(axis=0 if by_channel else None)
    reach = np.where(reach == 0, 1, reach)
    codes = np.rint(centred / reach * 127).astype(np.int8)
    return {"codes": codes, "channel_scale": reach} if by_channel else {"codes": codes}
