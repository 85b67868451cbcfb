"""The four estimators as columns of one array; users by bincount."""

import numpy as np


def off_policy(logs: list[tuple[str, int, float, float, list[float], list[float]]]) -> dict[str, object]:
    if not logs or any(broken(row) for row in logs):
        raise ValueError("no rows, or a row that is not one of the log")
    number: dict[str, int] = {}
    user = np.array([number.setdefault(row[0], len(number)) for row in logs])  # (rows,)
    reward = np.array([row[2] for row in logs])
    weight = np.array([row[4][row[1]] / row[3] for row in logs])
    predicted = np.array([row[5][row[1]] for row in logs])
    value = np.array([sum(p * q for p, q in zip(row[4], row[5])) for row in logs])
    terms = {"dm": value, "ips": weight * reward, "dr": value + weight * (reward - predicted)}
    report: dict[str, object] = {
        name: (term.mean(), error(term - term.mean(), user) / len(logs) if user.any() else None)
        for name, term in terms.items()
    }
    if not weight.any():
        return report | {"snips": (None, None), "ess": 0}
    snips = np.average(reward, weights=weight)
    spread = error(weight * (reward - snips), user) / weight.sum() if user.any() else None
    return report | {"snips": (snips, spread), "ess": weight.sum() ** 2 / np.dot(weight, weight)}


def broken(row: tuple[str, int, float, float, list[float], list[float]]) -> bool:
    _, action, reward, propensity, target, model = row
    if len(target) != len(model) or not 0 <= action < len(target) or not 0 < propensity <= 1:
        return True
    if not np.isfinite([reward, *target, *model]).all():
        return True
    return min(target) < 0 or abs(sum(target) - 1) > 1e-6


def error(scores: np.ndarray, user: np.ndarray) -> float:
    """Standard error of the sum of scores (rows,) when users are independent."""
    sums = np.bincount(user, scores)  # (users,)
    return np.sqrt(len(sums) / (len(sums) - 1) * np.dot(sums, sums))
