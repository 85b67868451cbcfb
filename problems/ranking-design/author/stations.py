"""Stations of the queueing network: exact first-come-first-served recursions, request by request.

The stack is feed-forward: nothing that happens at a later station changes an earlier one. So each
station can be run over the whole day by itself, in the order in which the requests reach it, and the
sample path is the one an event calendar would produce.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from heapq import heapify, heapreplace

import numpy as np

NEVER = float("inf")


@dataclass(frozen=True)
class Served:
    """What a station did, arrays (n,) in the order of the request: times in ms, inf where not served."""

    start: np.ndarray
    end: np.ndarray
    batch: np.ndarray  # how many requests shared the service
    busy_ms: float  # server time spent


def serve_fifo(arrival: np.ndarray, service: np.ndarray, servers: int, give_up: np.ndarray) -> Served:
    """Serve n requests first come, first served on `servers` servers.

    `arrival`, `service` and `give_up` are (n,) in ms. A request that is still waiting at its `give_up`
    time is thrown away when its turn comes; one that never arrives has arrival inf.
    """
    present, order = _present(arrival)
    starts, ends = [NEVER] * present, [NEVER] * present
    free = [0.0] * servers
    arrivals, services, patience = (values[order].tolist() for values in (arrival, service, give_up))
    busy = 0.0
    for i in range(present):
        start = free[0]
        if arrivals[i] > start:
            start = arrivals[i]
        if start > patience[i]:
            continue
        starts[i] = start
        ends[i] = start + services[i]
        busy += services[i]
        heapreplace(free, ends[i])
    return _scatter(order, len(arrival), starts, ends, [1] * present, busy)


def serve_batches(
    arrival: np.ndarray,
    give_up: np.ndarray,
    factor: np.ndarray,
    *,
    servers: int,
    size: int,
    wait_ms: float,
    fixed_ms: float,
    each_ms: float,
) -> Served:
    """Serve n requests in batches of at most `size`, first come, first served.

    A batch leaves when it is full or when its oldest request has waited `wait_ms`, and a server is free.
    A batch of m takes (fixed_ms + each_ms * m) times the factor of its first request.
    """
    present, order = _present(arrival)
    starts, ends, batches = [NEVER] * present, [NEVER] * present, [0] * present
    arrivals, patience, factors = (values[order].tolist() for values in (arrival, give_up, factor))
    free = [0.0] * servers
    heapify(free)
    busy, i = 0.0, 0
    while i < present:
        oldest = arrivals[i]
        leave = oldest + wait_ms
        if i + size <= present and arrivals[i + size - 1] < leave:
            leave = arrivals[i + size - 1]
        if free[0] > leave:
            leave = free[0]
        members, j = [], i
        while j < present and len(members) < size and arrivals[j] <= leave:
            if patience[j] >= leave:
                members.append(j)
            j += 1
        if members:
            service = (fixed_ms + each_ms * len(members)) * factors[i]
            heapreplace(free, leave + service)
            busy += service
            for member in members:
                starts[member], ends[member], batches[member] = leave, leave + service, len(members)
        i = j
    return _scatter(order, len(arrival), starts, ends, batches, busy)


def _present(arrival: np.ndarray) -> tuple[int, np.ndarray]:
    """How many requests arrive at all, and their order of arrival."""
    order = np.argsort(arrival, kind="stable")
    present = int(np.isfinite(arrival).sum())
    return present, order[:present]


def _scatter(
    order: np.ndarray, n: int, start: Sequence[float], end: Sequence[float], batch: Sequence[int], busy: float
) -> Served:
    """Back from order of arrival to order of the request."""
    starts, ends, batches = np.full(n, NEVER), np.full(n, NEVER), np.zeros(n, dtype=np.int64)
    starts[order], ends[order], batches[order] = start, end, batch
    return Served(starts, ends, batches, busy)
