"""One matrix of users by quantity, the daily totals among them; every cohort cuts two blocks of rows out of it."""

import numpy as np


def novelty(
    exposures: list[tuple[str, str, int]],
    activity: list[tuple[str, int, int]],
    last_day: int,
    horizon: int,
    width: int,
    margin: float,
) -> dict:
    if width < 1 or horizon < 2 * width:
        raise ValueError("the windows do not fit into the horizon")
    followed = [row for row in exposures if row[2] <= last_day - horizon + 1]
    place = {user: at for at, (user, _, _) in enumerate(followed)}
    treated = np.array([arm == "treatment" for _, arm, _ in followed])
    first = np.array([day for _, _, day in followed], dtype=int)

    rows = [(place[user], day, value) for user, day, value in activity if user in place]
    user, day, value = np.array(rows, dtype=int).reshape(len(rows), 3).T
    age = day - first[user]
    inside = (age >= 0) & (age < horizon)
    totals = np.zeros((len(followed), horizon))
    np.add.at(totals, (user[inside], age[inside]), value[inside])
    early, late = totals[:, :width].mean(axis=1), totals[:, -width:].mean(axis=1)
    quantities = np.column_stack([totals, early, late, late - early])  # (users, horizon + 3)

    sizes, effects, variances = [], [], []
    for cohort in set(first):
        control, treatment = arms = [
            quantities[(first == cohort) & (treated == arm)] for arm in (False, True)
        ]
        if min(map(len, arms)) > 1:
            sizes.append(len(control) + len(treatment))
            effects.append(treatment.mean(axis=0) - control.mean(axis=0))
            variances.append(sum(arm.var(axis=0, ddof=1) / len(arm) for arm in arms))
    if not sizes:
        raise ValueError("no cohort has two users in each arm")
    weights = np.array(sizes) / sum(sizes)
    *curve, early, late, change = weights @ effects
    *_, late_se, change_se = np.sqrt(weights**2 @ variances)

    low, high = change - 1.96 * change_se, change + 1.96 * change_se
    trend = "fading" if high < 0 else "growing" if low > 0 else "steady"
    found = {"curve": curve, "early": early, "late": late, "late_se": late_se}
    launch = late - 1.96 * late_se > margin
    return {**found, "change": change, "change_se": change_se, "trend": trend, "launch": launch}
