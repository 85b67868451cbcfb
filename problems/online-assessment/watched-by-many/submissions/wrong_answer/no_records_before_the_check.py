# group: bounds
"""Returns for no records before k is looked at."""

from collections import Counter, defaultdict


def watched_by_many(views: list[tuple[int, int, int]], k: int) -> list[tuple[int, int]]:
    if not views:
        return []
    if k <= 0:
        raise ValueError("k must be positive")
    records: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for viewer, start, end in views:
        if start > end:
            raise ValueError("a record ends before it starts")
        records[viewer].append((start, end))
    change: Counter[int] = Counter()  # by millisecond: viewers who begin minus viewers who stop
    for mine in records.values():
        for start, end in merged(mine):
            change[start] += 1
            change[end] -= 1
    stretches = []
    watching = 0
    for time in sorted(change):
        before = watching
        watching += change[time]
        if before < k <= watching:
            opened = time
        if watching < k <= before:
            stretches.append((opened, time))
    return stretches


def merged(records: list[tuple[int, int]]) -> list[list[int]]:
    """The union of one viewer's records, in order."""
    union: list[list[int]] = []
    for start, end in sorted(records):
        if union and start <= union[-1][1]:
            union[-1][1] = max(union[-1][1], end)
        else:
            union.append([start, end])
    return union
