# group: bounds
"""Answers for no visits before the arguments are looked at."""

from bisect import bisect_left
from collections import defaultdict


def widest_gap(visits: list[tuple[int, int]], wanted: int, cap: int, longest: int) -> int | None:
    if not visits:
        return None if wanted > 0 else longest
    if min(wanted, cap, longest) < 0:
        raise ValueError("wanted, cap and longest must not be negative")
    seconds: dict[int, list[int]] = defaultdict(list)
    for user, second in sorted(visits):
        seconds[user].append(second)

    def showings(gap: int) -> int:
        total = 0
        for mine in seconds.values():
            shown = 0
            allowed_from = 0
            for second in mine:
                if second >= allowed_from:
                    shown += 1
                    allowed_from = second + gap
            total += min(shown, cap)
        return total

    too_wide = bisect_left(range(longest + 1), True, key=lambda gap: showings(gap) < wanted)
    return too_wide - 1 if too_wide else None
