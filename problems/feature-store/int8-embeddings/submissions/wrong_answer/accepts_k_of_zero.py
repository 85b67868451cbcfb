# group: degenerate
"""Does not refuse a k of zero."""

import numpy as np


def quantise(
    vectors: list[list[float]], queries: list[list[float]], k: int, floor: float, budget: int
) -> dict:
    table = np.array(vectors)  # (n, d)
    n, d = table.shape
    spare = budget - table.size
    if spare < 0 or not 0 <= k <= n:
        raise ValueError("the budget must hold the codes, and k must lie between 1 and the number of rows")
    scores = np.array(queries) @ table.T  # (m, n)
    near = table[np.unique(np.argsort(-scores, axis=1)[:, : 5 * k])]
    centre = np.median(table, axis=0)  # shifts all scores of a query alike, so that no offset is needed
    centred = table - centre
    by_row = spare >= 4 * n
    by_channel = spare >= 4 * (n + d if by_row else d)
    # With a scale per row nothing is clipped, and a channel's typical size matters instead of its range.
    reach = np.abs(centred).mean(axis=0) if by_row else np.abs(near - centre).max(axis=0)
    reach = reach if by_channel else np.full(d, reach.max())
    reach = np.where(reach == 0, 1, reach)
    height = np.abs(centred / reach).max(axis=1) if by_row else np.ones(n)
    height = np.where(height == 0, 1, height)
    codes = np.clip(np.rint(centred / reach / height[:, None] * 127), -128, 127)
    answer = {"codes": codes}
    if by_row:
        answer["row_scale"] = height
    if by_channel:
        answer["channel_scale"] = reach
    return answer
