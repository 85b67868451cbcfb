# group: sums
"""A sliding window, which is right only while no entry is negative or zero."""

from itertools import accumulate


def disputed_stretches(amounts: list[int], target: int, least: int) -> tuple[int, tuple[int, int] | None]:
    if least <= 0:
        raise ValueError("least must be positive")
    totals = [0, *accumulate(amounts)]  # totals[i] is the sum of the first i entries
    count = 0
    longest = None
    start = 0
    for end in range(least, len(totals)):
        while start < end - least and totals[end] - totals[start] > target:
            start += 1
        if totals[end] - totals[start] == target:
            count += 1
            if longest is None or end - start > longest[1] - longest[0]:
                longest = (start, end)
    return count, longest
