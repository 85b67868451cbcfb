# group: showings
"""Only compares neighbouring visits: sorts their distances and takes the one at the right place."""

from bisect import bisect_left
from collections import defaultdict


def widest_gap(visits: list[tuple[int, int]], wanted: int, cap: int, longest: int) -> int | None:
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

    if showings(0) < wanted:
        return None
    distances = [later - earlier for mine in seconds.values() for earlier, later in zip(mine, mine[1:])]
    needed = wanted - len(seconds)
    return min(longest, sorted(distances, reverse=True)[needed - 1]) if needed > 0 else longest
