# group: scale
"""Right, but compares each clicked row with each unclicked one."""

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
    clicked = [score for score, label in rows if label]
    unclicked = [score for score, label in rows if not label]
    if not clicked or not unclicked:
        return None
    half_wins = 0
    for score in clicked:
        for other in unclicked:
            half_wins += 2 * (score > other) + (score == other)
    return half_wins / (2 * len(clicked) * len(unclicked))
