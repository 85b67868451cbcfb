# group: samples
"""Subtracts the past as it is: a difference of differences."""

from collections import Counter
from math import fsum
from statistics import fmean, variance


def cuped(users: list[tuple[str, str, int, int]], events: list[tuple[str, int, int]], window: int) -> dict:
    if window < 1:
        raise ValueError("window must be at least one day")
    exposures = {user: exposed for user, _, _, exposed in users}
    known = {user for user, _, joined, exposed in users if joined <= exposed - window}
    past, outcome = Counter[str](), Counter[str]()
    for user, day, seconds in events:
        if user not in exposures:
            continue
        age = day - exposures[user]
        if -window <= age < window:
            (past if age < 0 else outcome)[user] += seconds
    arms = [[user for user, arm, *_ in users if arm == name] for name in ("control", "treatment")]
    if min(map(len, arms)) < 2:
        raise ValueError("an arm needs two users")
    theta = _slope([[(past[user], outcome[user]) for user in arm if user in known] for arm in arms])
    centre = fmean(past[user] for user in known) if known else None
    predicted = {user: theta * (past[user] - centre) for user in known}
    raw = [[outcome[user] for user in arm] for arm in arms]
    adjusted = [[outcome[user] - predicted.get(user, 0) for user in arm] for arm in arms]
    squared, raw_squared = (
        sum(variance(values) / len(values) for values in pair) for pair in (adjusted, raw)
    )
    return {
        "theta": theta,
        "raw_effect": fmean(raw[1]) - fmean(raw[0]),
        "effect": fmean(adjusted[1]) - fmean(adjusted[0]),
        "se": squared**0.5,
        "variance_reduction": 1 - squared / raw_squared if raw_squared else 0,
    }


def _slope(arms: list[list[tuple[int, int]]]) -> float:
    """Within-arm regression of the outcome on the covariate, one slope for all arms."""
    products, squares = [], []
    for pairs in filter(None, arms):
        mean_x, mean_y = map(fmean, zip(*pairs))
        products += [(x - mean_x) * (y - mean_y) for x, y in pairs]
        squares += [(x - mean_x) ** 2 for x, _ in pairs]
    return 1.0 if any(squares) else 0
