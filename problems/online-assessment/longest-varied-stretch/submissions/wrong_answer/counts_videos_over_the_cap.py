# group: samples
"""Counts the videos above the cap instead of the creators above it."""

from collections import Counter


def longest_varied_stretch(feed: list[int | None], cap: int, spare: int) -> tuple[int, int] | None:
    if cap < 0 or spare < 0:
        raise ValueError("cap and spare must not be negative")
    counts: Counter[int] = Counter()
    loud = 0  # creators with more than cap videos in feed[start:end]
    start = 0
    best = (0, 0)
    for end, creator in enumerate(feed, 1):
        if creator is not None:
            counts[creator] += 1
            loud += counts[creator] > cap
        while loud > spare:
            leaving = feed[start]
            start += 1
            if leaving is not None:
                loud -= counts[leaving] > cap
                counts[leaving] -= 1
        if end - start >= best[1] - best[0]:
            best = (start, end)
    return best if best[0] < best[1] else None
