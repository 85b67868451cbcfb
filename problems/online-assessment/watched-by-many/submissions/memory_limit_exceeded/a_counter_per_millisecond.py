# group: scale
"""An entry per millisecond of the video: fine for a clip, not for times up to 10**12."""


def watched_by_many(views: list[tuple[int, int, int]], k: int) -> list[tuple[int, int]]:
    if k <= 0:
        raise ValueError("k must be positive")
    if any(start > end for _, start, end in views):
        raise ValueError("a record ends before it starts")
    change = [0] * (max((end for _, _, end in views), default=0) + 1)
    for viewer in {viewer for viewer, _, _ in views}:
        last = 0
        for start, end in sorted((start, end) for other, start, end in views if other == viewer):
            start = max(start, last)
            if start < end:
                change[start] += 1
                change[end] -= 1
                last = end
    edges: list[int] = []
    watching = 0
    for time, step in enumerate(change):
        before = watching
        watching += step
        if (before >= k) != (watching >= k):
            edges.append(time)
    return list(zip(edges[::2], edges[1::2]))
