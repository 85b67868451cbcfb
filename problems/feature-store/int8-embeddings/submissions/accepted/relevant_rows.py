"""No search: the neighbours of the given queries decide the ranges, and all other rows may be clipped."""

import numpy as np

LEAST = 1e-30  # stands for a range of 0


def quantise(
    vectors: list[list[float]], queries: list[list[float]], k: int, floor: float, budget: int
) -> dict:
    table = np.array(vectors)  # (n, d)
    n, d = table.shape
    spare = budget - n * d
    if spare < 0 or k < 1 or k > n:
        raise ValueError("the budget must hold the codes, and k must lie between 1 and the number of rows")
    centred = table - np.median(table, axis=0)  # shifts all scores of a query alike: no offset is needed
    by_row = spare >= 4 * n
    if by_row:  # nothing will be clipped, and a channel's usual size is what counts
        spare -= 4 * n
        reach = np.abs(centred).mean(axis=0)
    else:
        near = np.argsort(-np.array(queries) @ table.T)[:, :k]  # (m, k)
        reach = np.abs(centred[np.unique(near)]).max(axis=0)
    by_channel = spare >= 4 * d
    reach = np.maximum(reach if by_channel else reach.max(), LEAST)  # (d,) or ()
    unit = centred / reach
    height = np.maximum(np.abs(unit).max(axis=1), LEAST) if by_row else np.ones(n)
    answer = {"codes": np.rint((unit / height[:, None]).clip(-1, 1) * 127)}
    if by_row:
        answer["row_scale"] = height
    if by_channel:
        answer["channel_scale"] = reach
    return answer
