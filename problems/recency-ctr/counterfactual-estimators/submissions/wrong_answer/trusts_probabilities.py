# group: errors
"""Does not look whether the target is a distribution."""

from collections import defaultdict
from math import isfinite, sqrt


def off_policy(logs: list[tuple[str, int, float, float, list[float], list[float]]]) -> dict[str, object]:
    if not logs or not all(valid(*row[1:]) for row in logs):
        raise ValueError("no rows, or a row that is not one of the log")
    users = [row[0] for row in logs]
    weights = [target[action] / propensity for _, action, _, propensity, target, _ in logs]
    rewards = [row[2] for row in logs]
    direct = [sum(p * q for p, q in zip(target, model)) for *_, target, model in logs]
    weighted = [w * r for w, r in zip(weights, rewards)]
    robust = [v + w * (row[2] - row[5][row[1]]) for v, w, row in zip(direct, weights, logs)]
    total = sum(weights)
    if total:
        normalised = sum(weighted) / total
        residuals = [w * (r - normalised) for w, r in zip(weights, rewards)]
        snips = normalised, standard_error(users, residuals, total)
        size = total**2 / sum(w**2 for w in weights)
    else:
        snips, size = (None, None), 0.0
    return {
        "dm": mean(users, direct),
        "ips": mean(users, weighted),
        "snips": snips,
        "dr": mean(users, robust),
        "ess": size,
    }


def valid(action: int, reward: float, propensity: float, target: list[float], model: list[float]) -> bool:
    return (
        len(target) == len(model)
        and 0 <= action < len(target)
        and 0 < propensity <= 1
        and all(map(isfinite, target))
        and isfinite(reward)
        and all(map(isfinite, model))
    )


def mean(users: list[str], scores: list[float]) -> tuple[float, float | None]:
    """Mean of independent users' scores, and its standard error."""
    centre = sum(scores) / len(scores)
    return centre, standard_error(users, [score - centre for score in scores], len(scores))


def standard_error(users: list[str], scores: list[float], divisor: float) -> float | None:
    sums: dict[str, float] = defaultdict(float)
    for user, score in zip(users, scores):
        sums[user] += score
    groups = len(sums)
    if groups == 1:
        return None
    return sqrt(groups / (groups - 1) * sum(value**2 for value in sums.values())) / divisor
