# group: scale
"""Right, but enters every start at once and then goes through all starts of a sum to see which are far enough away."""

from itertools import accumulate


def disputed_stretches(amounts: list[int], target: int, least: int) -> tuple[int, tuple[int, int] | None]:
    if least <= 0:
        raise ValueError("least must be positive")
    totals = [0, *accumulate(amounts)]
    starts: dict[int, list[int]] = {}
    count = 0
    longest = None
    for end, total in enumerate(totals):
        far = [start for start in starts.get(total - target, []) if end - start >= least]
        count += len(far)
        if far and (longest is None or end - far[0] > longest[1] - longest[0]):
            longest = (far[0], end)
        starts.setdefault(total, []).append(end)
    return count, longest
