# group: answer
"""Ends the search with two candidates left."""

from bisect import bisect_left
from collections import defaultdict


def widest_gap(visits: list[tuple[int, int]], wanted: int, cap: int, longest: int) -> int | None:
    if wanted < 0 or cap < 0 or longest < 0:
        raise ValueError("wanted, cap and longest must not be negative")
    by_user: dict[int, list[int]] = defaultdict(list)
    for user, second in visits:
        by_user[user].append(second)
    seconds = [sorted(mine) for mine in by_user.values()]
    fits, fails = -1, longest + 1  # gaps up to fits are narrow enough; fails is too wide, or too long
    while fails - fits > 2:
        middle = (fits + fails) // 2
        if enough(seconds, middle, wanted, cap):
            fits = middle
        else:
            fails = middle
    return None if fits < 0 else fits


def enough(seconds: list[list[int]], gap: int, wanted: int, cap: int) -> bool:
    """Whether the gap allows the wanted number of showings."""
    for mine in seconds:
        place = 0
        left = cap
        while left > 0 and place < len(mine):
            wanted -= 1
            left -= 1
            place = bisect_left(mine, mine[place] + gap, place + 1)
    return wanted <= 0
