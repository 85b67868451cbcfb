# group: verdict
"""Decides on all days since exposure instead of the late window."""

from collections import Counter, defaultdict
from collections.abc import Callable
from math import sqrt
from statistics import fmean, variance

Days = list[int]  # totals at age 0, 1, …


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
    cohorts = _cohorts(exposures, activity, last_day, horizon)
    if not cohorts:
        raise ValueError("no cohort has two users in each arm")

    def late(days: Days) -> float:
        return sum(days[-width:]) / width

    def early(days: Days) -> float:
        return sum(days[:width]) / width

    late_effect, late_se = _compare(cohorts, late)
    change, change_se = _compare(cohorts, lambda days: late(days) - early(days))
    overall, overall_se = _compare(cohorts, fmean)
    trend = "steady"
    if change + 1.96 * change_se < 0:
        trend = "fading"
    elif change - 1.96 * change_se > 0:
        trend = "growing"
    return {
        "curve": [_compare(cohorts, lambda days: days[age])[0] for age in range(horizon)],
        "early": _compare(cohorts, early)[0],
        "late": late_effect,
        "late_se": late_se,
        "change": change,
        "change_se": change_se,
        "trend": trend,
        "launch": overall - 1.96 * overall_se > margin,
    }


def _cohorts(
    exposures: list[tuple[str, str, int]], activity: list[tuple[str, int, int]], last_day: int, horizon: int
) -> list[tuple[list[Days], list[Days]]]:
    """Control's and treatment's users of every cohort that is used."""
    first = {user: day for user, _, day in exposures if day + horizon - 1 <= last_day}
    totals: Counter[tuple[str, int]] = Counter()  # by user and age
    for user, day, value in activity:
        if user in first:
            totals[user, day - first[user]] += value
    cohorts: dict[int, tuple[list[Days], list[Days]]] = defaultdict(lambda: ([], []))
    for user, arm, day in exposures:
        if user in first:
            cohorts[day][arm == "treatment"].append([totals[user, age] for age in range(horizon)])
    return [cohort for cohort in cohorts.values() if min(map(len, cohort)) > 1]


def _compare(
    cohorts: list[tuple[list[Days], list[Days]]], quantity: Callable[[Days], float]
) -> tuple[float, float]:
    """Effect on a quantity of a user, and its standard error."""
    users = sum(len(arm) for cohort in cohorts for arm in cohort)
    effect = squares = 0.0
    for cohort in cohorts:
        weight = sum(map(len, cohort)) / users
        control, treatment = arms = [[quantity(days) for days in arm] for arm in cohort]
        effect += weight * (fmean(treatment) - fmean(control))
        squares += weight**2 * sum(variance(arm) / len(arm) for arm in arms)
    return effect, sqrt(squares)
