# group: scale
"""Right, and each sum costs one subtraction, but all pairs of places are looked at."""

from itertools import accumulate


def disputed_stretches(amounts: list[int], target: int, least: int) -> tuple[int, tuple[int, int] | None]:
    if least <= 0:
        raise ValueError("least must be positive")
    totals = [0, *accumulate(amounts)]
    count = 0
    longest = None
    for start in range(len(totals)):
        for end in range(start + least, len(totals)):
            if totals[end] - totals[start] == target:
                count += 1
                if longest is None or end - start > longest[1] - longest[0]:
                    longest = (start, end)
    return count, longest
