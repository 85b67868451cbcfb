# group: scale
"""Right, but tries the gaps from the longest downwards."""

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

    return next((gap for gap in range(longest, -1, -1) if showings(gap) >= wanted), None)
