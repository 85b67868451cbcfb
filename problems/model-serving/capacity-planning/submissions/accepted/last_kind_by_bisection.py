"""All counts of all kinds but one; of the last, as few as carry the rest, found by bisection in what its pools carry."""

from bisect import bisect_left
from itertools import product
from math import exp


def late(gpus: int, rate: float, wait: float, load: float) -> float:
    """The share of requests that wait longer than `wait` in a pool (Erlang C; load below gpus * rate)."""
    offered = load / rate
    blocked = 1.0  # Erlang B by its recursion, which no factorial can overflow
    for number in range(gpus):
        blocked *= offered / (number + 1 + offered * blocked)
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
    plans = []
    for chosen in product(*map(range, map(len, loads[:-1]))):
        rest = qps - sum(load[gpus] for load, gpus in zip(loads, chosen))
        needed = bisect_left(loads[-1], rest)
        if needed < len(loads[-1]):
            counts = [*chosen, needed]
            plans.append((sum(kind[0] * gpus for kind, gpus in zip(kinds, counts)), counts))
    return min(plans)[1] if plans else None
