# growth: slower
"""A part of a varied stretch is varied, so the greatest length can be searched for by halving. O(n log n)."""

from bisect import bisect_left
from collections import Counter


def longest_varied_stretch(feed: list[int | None], cap: int, spare: int) -> tuple[int, int] | None:
    if cap < 0 or spare < 0:
        raise ValueError("cap and spare must not be negative")
    lengths = range(1, len(feed) + 1)
    longest = bisect_left(lengths, True, key=lambda length: last_varied(feed, length, cap, spare) is None)
    start = last_varied(feed, longest, cap, spare)
    return None if longest == 0 else (start, start + longest)


def last_varied(feed: list[int | None], length: int, cap: int, spare: int) -> int | None:
    """Where the last varied stretch of this length starts."""
    counts: Counter[int] = Counter()
    loud = 0
    found = None
    for place, creator in enumerate(feed):
        if creator is not None:
            counts[creator] += 1
            loud += counts[creator] == cap + 1
        start = place - length + 1
        if start > 0 and (leaving := feed[start - 1]) is not None:
            loud -= counts[leaving] == cap + 1
            counts[leaving] -= 1
        if start >= 0 and loud <= spare:
            found = start
    return found
