# group: queue
"""Takes a pool to carry 80 % of what its GPUs can serve, whatever the waiting time."""

from bisect import bisect_left
from itertools import product


def carried(gpus: int, rate: float, wait: float) -> float:
    return 0.8 * gpus * rate


def plan(kinds: list[tuple[int, float, float, int]], qps: float) -> list[int] | None:
    loads = [
        [0.0, *(carried(gpus, rate, wait) for gpus in range(1, stock + 1))] for _, rate, wait, stock in kinds
    ]
    *others, last = sorted(range(len(kinds)), key=lambda kind: kinds[kind][3])
    best: tuple[int, list[int]] | None = None
    for chosen in product(*(range(kinds[kind][3] + 1) for kind in others)):
        rest = qps - sum(loads[kind][gpus] for kind, gpus in zip(others, chosen))
        needed = bisect_left(loads[last], rest)
        if needed <= kinds[last][3]:
            price = sum(kinds[kind][0] * gpus for kind, gpus in zip([*others, last], [*chosen, needed]))
            if best is None or price < best[0]:
                counts = dict(zip([*others, last], [*chosen, needed]))
                best = price, [counts[kind] for kind in range(len(kinds))]
    return best and best[1]
