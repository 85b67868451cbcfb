# group: bounds
"""Returns None where no GPU is needed."""

from bisect import bisect_left
from itertools import product
from math import exp


def late(gpus: int, rate: float, wait: float, load: float) -> float:
    """The share of requests that wait longer than `wait` in a pool (Erlang C; load below gpus * rate)."""
    offered = load / rate
    blocked = 1.0  # Erlang B by its recursion, which no factorial can overflow
    for number in range(1, gpus + 1):
        blocked *= offered / (number + offered * blocked)
    waits = gpus * blocked / (gpus - offered * (1 - blocked))
    return waits * exp((load - gpus * rate) * wait)


def carried(gpus: int, rate: float, wait: float) -> float:
    """The largest load at which at most 1 % of the requests wait longer than `wait`."""
    low, high = 0.0, gpus * rate
    for _ in range(50):
        middle = (low + high) / 2
        if late(gpus, rate, wait, middle) > 0.01:
            high = middle
        else:
            low = middle
    return low


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
    return best[1] if best and best[0] else None
