"""The lift by its gradient, on arrays: what each user adds to it to first order; the error is the spread of that."""

from math import sqrt
from statistics import NormalDist

import numpy as np


def readout(
    assigned: list[tuple[str, str]], log: list[tuple[str, int, int]], share: float, margin: float
) -> dict:
    number = {user: at for at, (user, _) in enumerate(assigned)}
    rows = [(number[user], impressions, clicks) for user, impressions, clicks in log if user in number]
    treated = np.array([arm == "treatment" for _, arm in assigned])  # (users,)
    treatments = [arm for _, arm in assigned].count("treatment")
    if not 0 < share < 1 or treatments < 2 or len(assigned) - treatments < 2:
        raise ValueError("share must lie between 0 and 1, and both arms need two users")
    at, impressions, clicks = np.array(rows, dtype=np.int64).reshape(-1, 3).T
    totals = np.stack(
        [np.bincount(at, weights, len(assigned)) for weights in (impressions, clicks)]
    )  # (2, users)
    arms = (totals[:, ~treated], totals[:, treated])
    (x_control, y_control), (x_treatment, y_treatment) = (arm.mean(axis=1) for arm in arms)
    if x_treatment == 0 or y_control == 0:
        raise ValueError("both arms need impressions, and control clicks")
    ratio = y_treatment * x_control / (x_treatment * y_control)  # of the two rates: the lift plus 1
    slopes = (
        np.array([ratio / x_control, -ratio / y_control]),
        np.array([-ratio / x_treatment, x_control / (x_treatment * y_control)]),
    )
    se = sqrt(sum((slope @ arm).var(ddof=1) / arm.shape[1] for slope, arm in zip(slopes, arms)))
    lift, srm_p = ratio - 1, _srm_p(treatments, len(assigned), share)
    if srm_p < 0.001:
        return {"lift": None, "se": None, "srm_p": srm_p, "verdict": "mismatch"}
    surely_above, surely_below = lift - 1.96 * se > margin, lift + 1.96 * se < margin
    verdict = "launch" if surely_above else "drop" if surely_below else "unclear"
    return {"lift": lift, "se": se, "srm_p": srm_p, "verdict": verdict}


def _srm_p(treated: int, users: int, share: float) -> float:
    spread = (users * share * (1 - share)) ** 0.5
    return 2 * NormalDist(share * users, spread).cdf(share * users - abs(treated - share * users))
