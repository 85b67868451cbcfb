# group: samples
"""Counts only choices with a larger effect."""

from itertools import combinations
from math import sqrt

ARMS = ("control", "treatment")


def by_city(rows: list[tuple[str, str, int]]) -> dict:
    cities: dict[str, list[int]] = {}
    arm_of: dict[str, str] = {}
    for city, arm, value in rows:
        if arm_of.setdefault(city, arm) != arm:
            raise ValueError("a city stands in both arms")
        cities.setdefault(city, []).append(value)
    arms = [[values for city, values in cities.items() if arm_of[city] == arm] for arm in ARMS]
    if min(map(len, arms)) < 2:
        raise ValueError("an arm needs two cities")
    control, treatment = ([value for values in arm for value in values] for arm in arms)
    effect = _mean(treatment) - _mean(control)
    variance = sum(map(_robust, arms))
    naive = sum(_squares(users) / (len(users) - 1) / len(users) for users in (control, treatment))
    return {
        "effect": effect,
        "se": sqrt(variance),
        "naive_se": sqrt(naive),
        "design_effect": variance / naive if naive else 1,
        "icc": _correlation(arms),
        "p": _p_value([(len(values), sum(values)) for values in cities.values()], len(arms[1]), effect),
    }


def _robust(arm: list[list[int]]) -> float:
    """Variance of an arm's mean, from how far the totals of its cities are off."""
    size = sum(map(len, arm))
    mean = sum(map(sum, arm)) / size
    squares = sum((sum(values) - mean * len(values)) ** 2 for values in arm)
    return squares * len(arm) / (len(arm) - 1) / size**2


def _correlation(arms: list[list[list[int]]]) -> float | None:
    between = within = typical = 0.0
    for arm in arms:
        users = [value for values in arm for value in values]
        inside = sum(map(_squares, arm))
        within += inside
        between += _squares(users) - inside
        typical += len(users) - sum(len(values) ** 2 for values in arm) / len(users)
    cities = len(arms[0]) + len(arms[1])
    spare = sum(len(values) for arm in arms for values in arm) - cities
    if spare == 0:
        return None
    between, within, typical = between / (cities - 2), within / spare, typical / (cities - 2)
    total = between + (typical - 1) * within
    return (between - within) / total if total else 0


def _p_value(cities: list[tuple[int, int]], treated: int, effect: float) -> float:
    size, total = (sum(column) for column in zip(*cities))
    choices = extreme = 0
    for chosen in combinations(cities, treated):
        users, values = (sum(column) for column in zip(*chosen))
        choices += 1
        extreme += abs(values / users - (total - values) / (size - users)) > abs(effect) + 1e-9
    return extreme / choices


def _mean(values: list[int]) -> float:
    return sum(values) / len(values)


def _squares(values: list[int]) -> float:
    """Sum of squared distances from the mean."""
    mean = _mean(values)
    return sum((value - mean) ** 2 for value in values)
