# group: ties
"""Sorts by score alone and walks row by row: ties are broken by the order of arrival."""

from collections import defaultdict
from itertools import groupby


def grouped_auc(rows: list[tuple[str, float, int]]) -> dict[str, float | None]:
    if any(score != score or label not in (0, 1) for _, score, label in rows):
        raise ValueError("scores must be numbers, labels 0 or 1")
    by_user: dict[str, list[tuple[float, int]]] = defaultdict(list)
    for user, score, label in rows:
        by_user[user].append((score, label))
    area = covered = 0
    for own in by_user.values():
        value = auc(own)
        if value is not None:
            area += len(own) * value
            covered += len(own)
    return {
        "gauc": area / covered if covered else None,
        "covered": covered / len(rows) if rows else None,
        "auc": auc([(score, label) for _, score, label in rows]),
    }


def auc(rows: list[tuple[float, int]]) -> float | None:
    clicks = sum(label for _, label in rows)
    pairs = clicks * (len(rows) - clicks)
    if not pairs:
        return None
    wins, below = 0, 0
    for _, label in sorted(rows, key=lambda row: row[0]):
        if label:
            wins += below
        else:
            below += 1
    return wins / pairs
