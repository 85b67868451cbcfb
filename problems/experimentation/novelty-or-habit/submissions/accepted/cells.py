"""One matrix of users by age, and a second of users by quantity; cohort and arm together number the cells that are averaged."""

import numpy as np


def novelty(
    exposures: list[tuple[str, str, int]],
    activity: list[tuple[str, int, int]],
    last_day: int,
    horizon: int,
    width: int,
    margin: float,
) -> dict:
    if not 1 <= width <= horizon / 2:
        raise ValueError("the windows do not fit into the horizon")
    followed = [row for row in exposures if row[2] <= last_day - horizon + 1]
    place = {user: (at, day) for at, (user, _, day) in enumerate(followed)}
    totals = np.zeros((len(followed), horizon))
    for user, day, value in activity:
        at, first = place.get(user, (0, last_day + 1))  # a stranger's rows are of negative age
        if first <= day < first + horizon:
            totals[at, day - first] += value

    cells = np.array([2 * day + (arm == "treatment") for _, arm, day in followed], dtype=int)
    sizes = np.bincount(cells, minlength=2 * last_day + 2).reshape(-1, 2)  # (days, arms)
    sizes *= (sizes > 1).all(axis=1)[:, None]
    if not sizes.any():
        raise ValueError("no cohort has two users in each arm")
    weights = sizes.sum(axis=1) / sizes.sum()

    early, late = totals[:, :width].mean(axis=1), totals[:, -width:].mean(axis=1)
    quantities = np.column_stack([totals, early, late, late - early])  # (users, horizon + 3)
    means, variances = np.zeros((2, *sizes.shape, quantities.shape[1]))
    for day, arm in np.argwhere(sizes):
        mine = quantities[cells == 2 * day + arm]
        means[day, arm], variances[day, arm] = mine.mean(axis=0), mine.var(axis=0, ddof=1) / len(mine)
    *curve, early, late, change = (weights @ (means[:, 1] - means[:, 0])).tolist()
    *_, late_se, change_se = np.sqrt(weights**2 @ variances.sum(axis=1)).tolist()

    low, high = change - 1.96 * change_se, change + 1.96 * change_se
    trend = "fading" if high < 0 else "growing" if low > 0 else "steady"
    effects = {"curve": curve, "early": early, "late": late, "late_se": late_se}
    launch = late - 1.96 * late_se > margin
    return {**effects, "change": change, "change_se": change_se, "trend": trend, "launch": launch}
