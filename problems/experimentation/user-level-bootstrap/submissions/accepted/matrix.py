"""Weights as a matrix: all replicates of all four sums are one product with the users' totals."""

import numpy as np


def interval(rows: list[tuple[str, str, int, int]], weights: dict[str, list[int]], level: float) -> dict:
    number = {user: at for at, user in enumerate({row[0] for row in rows})}
    if not 0 < level < 1 or not number.keys() <= weights.keys():
        raise ValueError("level must lie between 0 and 1, and every user needs weights")
    totals = np.zeros((len(number), 4))  # per user: impressions and clicks in control, the same in treatment
    for user, arm, impressions, clicks in rows:
        first = 2 * (arm == "treatment")
        totals[number[user], first : first + 2] += impressions, clicks
    lift = _lifts(totals.sum(axis=0))
    if not np.isfinite(lift):
        raise ValueError("the lift is not defined")
    drawn = np.array([weights[user] for user in number])  # (users, replicates)
    replicates = _lifts(totals.T @ drawn)
    defined = replicates[np.isfinite(replicates)]
    low, high = np.quantile(defined, [0.5 - level / 2, 0.5 + level / 2]) if len(defined) else (None, None)
    return {"lift": lift, "low": low, "high": high, "replicates": len(defined)}


def _lifts(sums: np.ndarray) -> np.ndarray:
    """Lifts of (4, …) sums; infinite or NaN where a lift is not defined."""
    shown, clicked, shown_treatment, clicked_treatment = sums
    with np.errstate(divide="ignore", invalid="ignore"):
        return clicked_treatment / shown_treatment * (shown / clicked) - 1
