# growth: slower
"""Right, and within the limit: each sum's starts with the nearest first, so that every new one moves all others."""

from itertools import accumulate


def disputed_stretches(amounts: list[int], target: int, least: int) -> tuple[int, tuple[int, int] | None]:
    if least <= 0:
        raise ValueError("least must be positive")
    totals = [0, *accumulate(amounts)]
    starts: dict[int, list[int]] = {}
    count = 0
    longest = None
    for end in range(least, len(totals)):
        start = end - least
        starts.setdefault(totals[start], []).insert(0, start)
        matching = starts.get(totals[end] - target, [])
        count += len(matching)
        if matching and (longest is None or end - matching[-1] > longest[1] - longest[0]):
            longest = (matching[-1], end)
    return count, longest
