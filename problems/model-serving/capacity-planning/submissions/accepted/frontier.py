"""Kind by kind, the plans of which none is cheaper and carries as much."""

from itertools import accumulate
from math import exp, inf


def tail(gpus: int, rate: float, wait: float, load: float) -> float:
    """P(wait longer than `wait`) in a pool that can keep up."""
    offered = load / rate
    inverse = 1.0  # 1 / Erlang B, by Horner's rule
    for number in range(gpus):
        inverse = 1 + inverse * (number + 1) / offered
    return exp((load - gpus * rate) * wait) / (1 + (inverse - 1) * (1 - offered / gpus))


def carried(gpus: int, rate: float, wait: float) -> float:
    """The largest load at which at most 1 % of the requests wait longer than `wait`, to a relative 1e-12."""
    load = step = gpus * rate
    for _ in range(45):
        step /= 2
        load += step if tail(gpus, rate, wait, load) <= 0.01 else -step
    return load


def plan(kinds: list[tuple[int, float, float, int]], qps: float) -> list[int] | None:
    frontier: list[tuple[int, float, list[int]]] = [(0, 0, [])]  # (price, load, counts), both rising
    for price, rate, wait, stock in kinds:
        loads = [0.0, *(carried(gpus, rate, wait) for gpus in range(1, stock + 1))]
        plans = [
            (paid + gpus * price, load + more, [*counts, gpus])
            for paid, load, counts in frontier
            for gpus, more in enumerate(loads)
        ]
        plans.sort()
        most = accumulate((load for _, load, _ in plans), max, initial=-inf)
        frontier = [plan for plan, before in zip(plans, most) if plan[1] > before]
    return next((counts for _, load, counts in frontier if load >= qps), None)
