# group: errors
"""Takes 1 for a position without a propensity."""

from bisect import bisect_right
from collections import defaultdict
from math import isfinite


def corrected_ctr(
    logs: list[tuple[str, int, int, int]], clip: float, propensity: dict[int, float] | None
) -> list[tuple[str, float, float | None]]:
    if not isfinite(clip) or clip < 1:
        raise ValueError("clip must be finite and at least 1")
    if not logs and propensity is None:
        return []
    known = fitted(logs) if propensity is None else given(logs, propensity)
    sums = defaultdict(lambda: [0, 0.0, 0.0])  # rows, weighted clicks, weighted propensities
    for item, position, clicked, _ in logs:
        theta = known[position]
        weight = min(1 / theta, clip) if theta else clip
        entry = sums[item]
        entry[0] += 1
        entry[1] += weight * clicked
        entry[2] += weight * theta
    return [
        (item, clicks / rows, clicks / looks if looks else None)
        for item, (rows, clicks, looks) in sorted(sums.items())
    ]


def given(logs: list[tuple[str, int, int, int]], propensity: dict[int, float]) -> dict[int, float]:
    if not all(0 < theta <= 1 for theta in propensity.values()):
        raise ValueError("a propensity must be above 0 and at most 1")
    return {position: propensity.get(position, 1.0) for _, position, _, _ in logs}


def fitted(logs: list[tuple[str, int, int, int]]) -> dict[int, float]:
    """The propensity of every position in the logs."""
    shuffled: dict[int, list[int]] = defaultdict(list)
    for _, position, clicked, drawn in logs:
        if drawn:
            shuffled[position].append(clicked)
    places = sorted(shuffled)
    rates = non_increasing([(sum(shuffled[place]), len(shuffled[place])) for place in places])
    if not any(rates):
        raise ValueError("no shuffled row was clicked")
    at = {position: max(bisect_right(places, position), 1) for _, position, _, _ in logs}
    return {position: rates[place - 1] / rates[0] for position, place in at.items()}


def non_increasing(counts: list[tuple[int, int]]) -> list[float]:
    """Least-squares non-increasing fit to the shares clicks / rows, weighted by rows."""
    blocks: list[tuple[int, int, int]] = []  # clicks, rows, positions
    for clicks, rows in counts:
        width = 1
        while blocks and blocks[-1][0] * rows < clicks * blocks[-1][1]:
            above = blocks.pop()
            clicks, rows, width = clicks + above[0], rows + above[1], width + above[2]
        blocks.append((clicks, rows, width))
    return [clicks / rows for clicks, rows, width in blocks for _ in range(width)]
