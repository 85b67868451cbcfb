# group: samples
"""Discounts place j by log2(2 + j)."""

from itertools import accumulate, groupby
from math import isfinite, log2


def ndcg(queries: list[tuple[list[float], list[int]]], k: int) -> tuple[float | None, list[float | None]]:
    if k <= 0 or not all(valid(scores, grades) for scores, grades in queries):
        raise ValueError("k must be positive, scores finite, grades from 0 to 30 and as many")
    places = min(k, sum(len(scores) for scores, _ in queries))
    # up_to[j]: sum of the discounts of the first j places
    up_to = list(accumulate((1 / log2(3 + j) for j in range(places)), initial=0.0))
    values = [quality(scores, grades, up_to) for scores, grades in queries]
    known = [value for value in values if value is not None]
    return sum(known) / len(known) if known else None, values


def valid(scores: list[float], grades: list[int]) -> bool:
    return len(scores) == len(grades) and all(map(isfinite, scores)) and all(0 <= g <= 30 for g in grades)


def quality(scores: list[float], grades: list[int], up_to: list[float]) -> float | None:
    """NDCG of one query."""
    ideal = dcg(grades, grades, up_to)
    return dcg(scores, grades, up_to) / ideal if ideal else None


def dcg(keys: list[float], grades: list[int], up_to: list[float]) -> float:
    """DCG of the order by key, averaged over the orders of equal keys."""
    total, place = 0.0, 0
    for _, group in groupby(sorted(zip(keys, grades), reverse=True), key=lambda row: row[0]):
        gains = [2**grade - 1 for _, grade in group]
        end = place + len(gains)
        shared = up_to[min(end, len(up_to) - 1)] - up_to[min(place, len(up_to) - 1)]
        total += sum(gains) / len(gains) * shared
        place = end
    return total
