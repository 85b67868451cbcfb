# group: scale
"""Right, but lays all pairs out in arrays: a hundred million comparisons of one user."""

import numpy as np


def grouped_auc(rows: list[tuple[str, float, int]]) -> dict[str, float | None]:
    if any(score != score or label not in (0, 1) for _, score, label in rows):
        raise ValueError("scores must be numbers, labels 0 or 1")
    by_user: dict[str, list[tuple[float, int]]] = {}
    for user, score, label in rows:
        by_user.setdefault(user, []).append((score, label))
    values = {user: auc(own) for user, own in by_user.items()}
    weights = {user: len(by_user[user]) for user, value in values.items() if value is not None}
    covered = sum(weights.values())
    return {
        "gauc": sum(weight * values[user] for user, weight in weights.items()) / covered if covered else None,
        "covered": covered / len(rows) if rows else None,
        "auc": auc([(score, label) for _, score, label in rows]),
    }


def auc(rows: list[tuple[float, int]]) -> float | None:
    clicked = np.array([score for score, label in rows if label])
    unclicked = np.array([score for score, label in rows if not label])
    if not len(clicked) or not len(unclicked):
        return None
    won = clicked[:, None] > unclicked
    tied = clicked[:, None] == unclicked
    return float(won.mean() + tied.mean() / 2)
