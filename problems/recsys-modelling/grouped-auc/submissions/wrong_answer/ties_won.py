# group: samples
"""Counts pairs of equal scores fully."""

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
    """Share of (clicked, unclicked) pairs in the right order, equal scores half; None without pairs."""
    clicks = sum(label for _, label in rows)
    pairs = clicks * (len(rows) - clicks)
    if not pairs:
        return None
    half_wins, below = 0, 0
    for _, group in groupby(sorted(rows), key=lambda row: row[0]):
        labels = [label for _, label in group]
        clicked = sum(labels)
        unclicked = len(labels) - clicked
        half_wins += clicked * 2 * (below + unclicked)
        below += unclicked
    return half_wins / (2 * pairs)
