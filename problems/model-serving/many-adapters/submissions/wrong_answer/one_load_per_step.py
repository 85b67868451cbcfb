# group: loading
"""Loads at most one adapter in each step."""

from collections import defaultdict, deque
from heapq import heappop, heappush


def serve_adapters(
    requests: list[tuple[int, int, int]], slots: int, max_batch: int, load_steps: int
) -> tuple[list[int], int]:
    if slots < 1 or max_batch < 1:
        raise ValueError("slots and max_batch must be positive")
    upcoming = deque(sorted((request[0], index) for index, request in enumerate(requests)))
    done: dict[int, int] = {}
    queue: deque[tuple[int, int]] = deque()  # (arrival, index) of who waits, and some admitted since
    queues: dict[int, deque[tuple[int, int]]] = defaultdict(deque)  # per adapter, of those who wait only
    running: list[tuple[int, int]] = []  # heap of (step at which it is done, adapter)
    users: dict[int, int] = {}  # adapters in memory: how many running requests use them
    idle: dict[int, int] = {}  # adapters in memory that nobody uses: since when
    usable: dict[int, int] = {}  # from which step on an adapter can be used
    link = loads = 0
    while upcoming or running:
        now = min(events[0][0] for events in (upcoming, running) if events)
        while running and running[0][0] == now:
            adapter = heappop(running)[1]
            users[adapter] -= 1
            if not users[adapter]:
                idle[adapter] = now
        while upcoming and upcoming[0][0] == now:
            queue.append(upcoming.popleft())
            queues[requests[queue[-1][1]][1]].append(queue[-1])
        before = loads
        while len(running) < max_batch:
            if loads == before and (len(users) < slots or idle):
                while queue and queue[0][1] in done:
                    queue.popleft()
                waiting = queue
            else:
                waiting = min((queues[adapter] for adapter in users if queues[adapter]), default=())
            if not waiting:
                break
            index = waiting[0][1]
            _, adapter, tokens = requests[index]
            queues[adapter].popleft()
            if adapter not in users:
                if len(users) == slots:
                    evicted = min(idle, key=lambda other: (idle[other], other))
                    del users[evicted], idle[evicted]
                link = max(link, now) + load_steps
                usable[adapter] = link
                users[adapter] = 0
                loads += 1
            users[adapter] += 1
            idle.pop(adapter, None)
            done[index] = max(now, usable[adapter]) + tokens
            heappush(running, (done[index], adapter))
    return [done[index] for index in range(len(requests))], loads
