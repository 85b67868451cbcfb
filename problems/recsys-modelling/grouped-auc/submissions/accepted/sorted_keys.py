"""One whole number per row that sorts by user, then score: bisection counts what each clicked row beats."""

import numpy as np


def grouped_auc(rows: list[tuple[str, float, int]]) -> dict[str, float | None]:
    if not rows:
        return {"gauc": None, "covered": None, "auc": None}
    number: dict[str, int] = {}
    user = np.array([number.setdefault(row[0], len(number)) for row in rows])
    score = np.array([row[1] for row in rows])
    label = np.array([row[2] for row in rows])
    if np.isnan(score).any() or not np.isin(label, (0, 1)).all():
        raise ValueError("scores must be numbers, labels 0 or 1")
    wins, pairs = contests(user, score, label)
    (all_wins,), (all_pairs,) = contests(np.zeros_like(user), score, label)
    known, sizes = pairs > 0, np.bincount(user)
    return {
        "gauc": np.average(wins[known] / pairs[known], weights=sizes[known]) if known.any() else None,
        "covered": sizes[known].sum() / len(rows),
        "auc": all_wins / all_pairs if all_pairs else None,
    }


def contests(group: np.ndarray, score: np.ndarray, label: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Per group: pairs (clicked, unclicked) won, halves for ties; and all such pairs. From arrays (rows,)."""
    values, level = np.unique(score, return_inverse=True)
    first = group * len(values)
    key = first + level
    unclicked = np.sort(key[label == 0])
    twice = np.searchsorted(unclicked, key) + np.searchsorted(unclicked, key, side="right")
    won = twice / 2 - np.searchsorted(unclicked, first)
    clicks = np.bincount(group, label)
    return np.bincount(group, won * label), clicks * (np.bincount(group) - clicks)
