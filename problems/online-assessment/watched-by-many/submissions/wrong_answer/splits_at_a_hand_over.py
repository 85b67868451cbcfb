# group: samples
"""Lets people stop before others begin and looks after each change, so that a hand-over ends the stretch."""

from collections import Counter


def watched_by_many(views: list[tuple[int, int, int]], k: int) -> list[tuple[int, int]]:
    if k <= 0:
        raise ValueError("k must be positive")
    if any(start > end for _, start, end in views):
        raise ValueError("a record ends before it starts")
    views = [view for view in views if view[1] < view[2]]
    borders = [(start, 1, viewer) for viewer, start, _ in views]
    borders += [(end, 0, viewer) for viewer, _, end in views]
    open_records: Counter[int] = Counter()
    watching = 0
    stretches = []
    for time, kind, viewer in sorted(borders):
        before = watching
        if kind == 1:
            watching += open_records[viewer] == 0
            open_records[viewer] += 1
        else:
            open_records[viewer] -= 1
            watching -= open_records[viewer] == 0
        if before < k <= watching:
            opened = time
        if watching < k <= before:
            stretches.append((opened, time))
    return stretches
