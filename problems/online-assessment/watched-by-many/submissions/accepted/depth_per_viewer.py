"""One sweep over all borders, with the number of open records per viewer: who goes from 0 to 1 has come. O(n log n)."""

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
    watching: set[int] = set()
    edges: list[int] = []  # where it becomes popular and where it stops being so, in turn
    for time, group in groupby(sorted(borders), key=itemgetter(0)):
        popular = len(watching) >= k
        for _, viewer, step in group:
            open_records[viewer] += step
            if open_records[viewer] > 0:
                watching.add(viewer)
            else:
                watching.discard(viewer)
        if popular != (len(watching) >= k):
            edges.append(time)
    return list(zip(edges[::2], edges[1::2], strict=True))
