# group: scale
"""Right, but after every border counts anew who has a record open."""

from collections import Counter
from itertools import groupby
from operator import itemgetter


def watched_by_many(views: list[tuple[int, int, int]], k: int) -> list[tuple[int, int]]:
    if k <= 0:
        raise ValueError("k must be positive")
    if any(start > end for _, start, end in views):
        raise ValueError("a record ends before it starts")
    borders = [(start, viewer, 1) for viewer, start, _ in views]
    borders += [(end, viewer, -1) for viewer, _, end in views]
    open_records: Counter[int] = Counter()
    popular = False
    edges: list[int] = []
    for time, group in groupby(sorted(borders), key=itemgetter(0)):
        for _, viewer, step in group:
            open_records[viewer] += step
        if popular != (sum(count > 0 for count in open_records.values()) >= k):
            popular = not popular
            edges.append(time)
    return list(zip(edges[::2], edges[1::2]))
