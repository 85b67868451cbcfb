# group: scale
"""Right, and halves, but over the distances of all pairs of visits, which are too many."""

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

    gaps = {0, longest}
    for mine in seconds.values():
        for place, second in enumerate(mine):
            gaps.update([later - second for later in mine[place + 1 :]])
    candidates = sorted(gap for gap in gaps if gap <= longest)
    low, high = -1, len(candidates)
    while high - low > 1:
        middle = (low + high) // 2
        if showings(candidates[middle]) >= wanted:
            low = middle
        else:
            high = middle
    return candidates[low] if low >= 0 else None
