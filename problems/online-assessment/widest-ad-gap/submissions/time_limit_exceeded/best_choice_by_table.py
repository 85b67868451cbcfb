# group: scale
"""Right, and halves, but finds the most showings by a table that looks back at all earlier visits instead of greedily."""

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
            most: list[int] = []
            for place, second in enumerate(mine):
                before = [most[earlier] for earlier in range(place) if mine[earlier] + gap <= second]
                most.append(1 + max(before, default=0))
            total += min(max(most), cap)
        return total

    low, high = -1, longest + 1
    while high - low > 1:
        middle = (low + high) // 2
        if showings(middle) >= wanted:
            low = middle
        else:
            high = middle
    return low if low >= 0 else None
