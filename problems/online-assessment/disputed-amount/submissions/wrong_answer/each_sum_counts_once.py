# group: samples
"""Remembers whether a sum has occurred, not how often."""

from itertools import accumulate


def disputed_stretches(amounts: list[int], target: int, least: int) -> tuple[int, tuple[int, int] | None]:
    if least <= 0:
        raise ValueError("least must be positive")
    totals = [0, *accumulate(amounts)]  # totals[i] is the sum of the first i entries
    starts: dict[int, list[int]] = {}  # by total: the starts that are at least `least` before the end
    count = 0
    longest = None
    for end in range(least, len(totals)):
        start = end - least
        starts.setdefault(totals[start], []).append(start)
        matching = starts.get(totals[end] - target, [])
        count += bool(matching)
        if matching and (longest is None or end - matching[0] > longest[1] - longest[0]):
            longest = (matching[0], end)
    return count, longest
