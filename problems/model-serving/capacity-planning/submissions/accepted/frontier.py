"""Kind by kind, the plans of which none is cheaper and carries as much."""

from math import exp, inf


def tail(gpus: int, rate: float, wait: float, load: float) -> float:
    """P(wait longer than `wait`) in a pool; infinite where the queue grows without end."""
    spare = gpus - load / rate
    if spare <= 0:
        return inf
    # Terms of the sum in Erlang's formula, each divided by the one for all GPUs, from the last to the first.
    term = total = 1.0
    for number in range(gpus, 0, -1):
        term *= number * rate / load
        total += term
    return exp(-spare * rate * wait) / (1 + (total - 1) * spare / gpus)


def carried(gpus: int, rate: float, wait: float) -> float:
    """The largest load at which at most 1 % of the requests wait longer than `wait`, to a relative 1e-12."""
    load = step = gpus * rate
    for _ in range(45):
        step /= 2
        load += step if tail(gpus, rate, wait, load) <= 0.01 else -step
    return load


def plan(kinds: list[tuple[int, float, float, int]], qps: float) -> list[int] | None:
    frontier: list[tuple[int, float, list[int]]] = [(0, 0.0, [])]  # (price, load, counts), both rising
    for price, rate, wait, stock in kinds:
        loads = [0.0, *(carried(gpus, rate, wait) for gpus in range(1, stock + 1))]
        plans = sorted(
            (
                (paid + gpus * price, -load - loads[gpus], counts, gpus)
                for paid, load, counts in frontier
                for gpus in range(stock + 1)
            ),
        )
        frontier = []
        most = -1.0
        for paid, load, counts, gpus in plans:
            if -load > most:
                most = -load
                frontier.append((paid, most, [*counts, gpus]))
    return next((counts for _, load, counts in frontier if load >= qps), None)
