"""Everything by arrays over cities; all choices at once as a matrix of zeros and ones, built from the binary numbers."""

import numpy as np


def by_city(rows: list[tuple[str, str, int]]) -> dict:
    treated_city = {city: arm == "treatment" for city, arm, _ in rows}
    treated = np.array([*treated_city.values()], dtype=bool)  # (cities,)
    if {(city, arm == "treatment") for city, arm, _ in rows} != treated_city.items():
        raise ValueError("a city stands in both arms")
    if min(sum(treated), sum(~treated)) < 2:
        raise ValueError("an arm needs two cities")
    number = {name: at for at, name in enumerate(treated_city)}
    city = np.array([number[name] for name, _, _ in rows])  # (users,) -> 0..cities-1
    values = np.array([value for _, _, value in rows])
    sizes, totals = np.bincount(city), np.bincount(city, values)
    means = totals / sizes
    arms = treated.astype(int)
    arm_sizes, arm_cities = np.bincount(arms, sizes), np.bincount(arms)
    arm_means = np.bincount(arms, totals) / arm_sizes
    effect = arm_means[1] - arm_means[0]

    off = means - arm_means[arms]  # of cities from their arm
    variance = (np.bincount(arms, (sizes * off) ** 2) * arm_cities / (arm_cities - 1) / arm_sizes**2).sum()
    user_squares = np.bincount(arms[city], (values - arm_means[arms[city]]) ** 2)
    naive = (user_squares / (arm_sizes - 1) / arm_sizes).sum()

    icc = None
    if len(rows) > len(treated):
        between = sizes @ off**2 / (len(treated) - 2)
        within = ((values - means[city]) ** 2).sum() / (len(rows) - len(treated))
        typical = (len(rows) - (np.bincount(arms, sizes**2) / arm_sizes).sum()) / (len(treated) - 2)
        total = between + (typical - 1) * within
        icc = (between - within) / total if total else 0.0

    effects = _effects(sizes, totals, treated.sum())
    p = np.mean(np.abs(effects) >= abs(effect) - 1e-9)
    errors = {"se": variance**0.5, "naive_se": naive**0.5, "design_effect": variance / naive if naive else 1}
    return {"effect": effect, **errors, "icc": icc, "p": p}


def _effects(sizes: np.ndarray, totals: np.ndarray, treated: int) -> np.ndarray:
    """The effect under every choice of `treated` cities."""
    choices = np.arange(2 ** len(sizes))[:, None] >> np.arange(len(sizes)) & 1  # (2**cities, cities)
    choices = choices[choices.sum(axis=1) == treated]
    others = 1 - choices
    return choices @ totals / (choices @ sizes) - others @ totals / (others @ sizes)
