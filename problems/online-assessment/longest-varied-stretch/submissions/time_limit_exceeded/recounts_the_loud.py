# group: scale
"""Right, and a window with two ends, but goes through all counts to find the loud creators after each video."""

from collections import Counter


def longest_varied_stretch(feed: list[int | None], cap: int, spare: int) -> tuple[int, int] | None:
    if cap < 0 or spare < 0:
        raise ValueError("cap and spare must not be negative")
    counts: Counter[int] = Counter()
    start = 0
    best = (0, 0)
    for end, creator in enumerate(feed, 1):
        if creator is not None:
            counts[creator] += 1
        while sum(count > cap for count in counts.values()) > spare:
            leaving = feed[start]
            start += 1
            if leaving is not None:
                counts[leaving] -= 1
        if end - start >= best[1] - best[0]:
            best = (start, end)
    return best if best[0] < best[1] else None
