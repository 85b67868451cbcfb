# group: split
"""Rejects the split at 0.05."""

from math import erfc, sqrt


def readout(
    assigned: list[tuple[str, str]], log: list[tuple[str, int, int]], share: float, margin: float
) -> dict:
    if not 0 < share < 1:
        raise ValueError("share must lie between 0 and 1")
    totals = {user: [0, 0] for user, _ in assigned}
    for user, impressions, clicks in log:
        if user in totals:
            totals[user][0] += impressions
            totals[user][1] += clicks
    control = [totals[user] for user, arm in assigned if arm == "control"]
    treatment = [totals[user] for user, arm in assigned if arm == "treatment"]
    base, base_error = _rate(control)
    rate, rate_error = _rate(treatment)
    if base == 0:
        raise ValueError("control has no clicks")
    lift = rate / base - 1
    se = sqrt(rate_error**2 + (rate / base * base_error) ** 2) / base
    excess = len(treatment) - share * len(assigned)
    srm_p = erfc(abs(excess) / sqrt(2 * len(assigned) * share * (1 - share)))
    if srm_p < 0.05:
        return {"lift": None, "se": None, "srm_p": srm_p, "verdict": "mismatch"}
    verdict = "unclear"
    if lift - 1.96 * se > margin:
        verdict = "launch"
    elif lift + 1.96 * se < margin:
        verdict = "drop"
    return {"lift": lift, "se": se, "srm_p": srm_p, "verdict": verdict}


def _rate(users: list[list[int]]) -> tuple[float, float]:
    """Clicks per impression of one arm, and its standard error."""
    impressions = sum(x for x, _ in users)
    if len(users) < 2 or impressions == 0:
        raise ValueError("an arm needs two users and an impression")
    rate = sum(y for _, y in users) / impressions
    squares = sum((y - rate * x) ** 2 for x, y in users)
    return rate, sqrt(squares * len(users) / (len(users) - 1)) / impressions
