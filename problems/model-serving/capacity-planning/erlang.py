"""What a pool of equal GPUs carries and what mixtures cost, for the checker and for choosing cases; written apart from the submissions."""

from functools import cache
from math import exp

LATE = 0.01  # share of requests that may wait longer

Kind = tuple[int, float, float, int]


def late(gpus: int, rate: float, wait: float, load: float) -> float:
    """The share of requests that wait longer than `wait` at `load` requests per second; 1 if the pool cannot keep up."""
    offered = load / rate
    if offered >= gpus:
        return 1.0
    blocked = 1.0  # Erlang B, from no GPUs on
    for number in range(1, gpus + 1):
        blocked = offered * blocked / (number + offered * blocked)
    waits = blocked / (1 - offered / gpus * (1 - blocked))  # Erlang C
    return waits * exp(-(gpus * rate - load) * wait)


@cache
def carried(gpus: int, rate: float, wait: float) -> float:
    """The most requests per second at which at most LATE of them wait longer than `wait`."""
    low, high = 0.0, gpus * rate
    for _ in range(60):
        middle = (low + high) / 2
        if late(gpus, rate, wait, middle) <= LATE:
            low = middle
        else:
            high = middle
    return low


def frontier(kinds: list[Kind]) -> list[tuple[int, float]]:
    """(price, load) of plans than which none is cheaper and carries as much; both rise."""
    best: list[tuple[int, float]] = [(0, 0.0)]
    for price, rate, wait, stock in kinds:
        loads = [carried(gpus, rate, wait) for gpus in range(stock + 1)]
        plans = sorted(
            (paid + gpus * price, -load - more) for paid, load in best for gpus, more in enumerate(loads)
        )
        best = []
        for paid, load in plans:
            if not best or -load > best[-1][1]:
                best.append((paid, -load))
    return best


def clear(kinds: list[Kind], qps: float) -> bool:
    """Whether the cheapest plan carries clearly enough, and everything cheaper clearly too little."""
    points = [(0, -1.0), *frontier(kinds), (0, 3 * qps + 1)]
    enough = next(number for number, (_, load) in enumerate(points) if load >= qps)
    return points[enough - 1][1] <= qps * (1 - 1e-6) and points[enough][1] >= qps * (1 + 1e-6)
