# group: mix
"""Fills up with the kind that is cheapest per request, then with the next."""

from bisect import bisect_left
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
    counts = [0] * len(kinds)
    rest = qps
    for kind in sorted(
        range(len(kinds)), key=lambda kind: kinds[kind][0] / max(max(loads[kind]), 1e-9) * kinds[kind][3]
    ):
        counts[kind] = min(bisect_left(loads[kind], rest), kinds[kind][3])
        rest -= loads[kind][counts[kind]]
    return counts if rest <= 0 else None
