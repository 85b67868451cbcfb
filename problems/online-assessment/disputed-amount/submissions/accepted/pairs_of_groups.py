"""All places with the same prefix sum at once: starts of one sum against ends of another, both in order. O(n)."""

from collections import defaultdict
from itertools import accumulate


def disputed_stretches(amounts: list[int], target: int, least: int) -> tuple[int, tuple[int, int] | None]:
    if least <= 0:
        raise ValueError("least must be positive")
    places: dict[int, list[int]] = defaultdict(list)
    for place, total in enumerate(accumulate(amounts, initial=0)):
        places[total].append(place)
    count = 0
    widest: list[tuple[int, int]] = []
    for total, starts in places.items():
        far = 0  # how many of the starts are far enough before the end
        for end in places.get(total + target, []):
            while far < len(starts) and end - starts[far] >= least:
                far += 1
            count += far
        if far:
            widest.append((starts[0], end))
    # Sums come in the order of their first places, so the first of equally long ones has the smallest start.
    return count, max(widest, key=lambda stretch: stretch[1] - stretch[0], default=None)
