# group: scale
"""Right, but extends a window from each start, with counts from nothing."""

from collections import Counter


def longest_varied_stretch(feed: list[int | None], cap: int, spare: int) -> tuple[int, int] | None:
    if cap < 0 or spare < 0:
        raise ValueError("cap and spare must not be negative")
    best = (0, 0)
    for start in range(len(feed)):
        counts: Counter[int] = Counter()
        loud = 0
        end = start
        for creator in feed[start:]:
            if creator is not None:
                counts[creator] += 1
                loud += counts[creator] == cap + 1
            if loud > spare:
                break
            end += 1
        if end - start >= best[1] - best[0]:
            best = (start, end)
    return best if best[0] < best[1] else None
