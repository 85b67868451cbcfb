# group: bounds
"""From zero replicas starts exactly one, whatever the recommendation."""

from collections import deque
from heapq import heappop, heappush


def autoscale(
    arrivals: list[int],
    capacity: int,
    target: int,
    min_replicas: int,
    max_replicas: int,
    warm_up: int,
    up_window: int,
    down_window: int,
) -> list[tuple[int, int, int]]:
    if target < 1 or target > 100 or min_replicas < 0 or max_replicas < max(1, min_replicas):
        raise ValueError("target must be 1 to 100, min_replicas 0 to max_replicas, and that at least 1")
    if min(up_window, down_window) < 1:
        raise ValueError("windows must be at least 1")
    lows: list[tuple[int, int]] = []  # (recommendation, tick)
    highs: list[tuple[int, int]] = []  # (-recommendation, tick)
    groups: deque[list[int]] = deque()  # [tick from which they are ready, replicas], oldest first
    ready = total = min_replicas
    backlog = 0
    rows = []
    for tick, arriving in enumerate(arrivals):
        if groups and groups[0][0] == tick:
            ready += groups.popleft()[1]
        work = backlog + arriving
        backlog = work - min(work, ready * capacity)
        wanted, rest = divmod(100 * work, capacity * target)
        wanted = max(min_replicas, min(max_replicas, wanted + (rest > 0)))
        heappush(lows, (wanted, tick))
        heappush(highs, (-wanted, tick))
        while lows[0][1] <= tick - up_window:
            heappop(lows)
        while highs[0][1] <= tick - down_window:
            heappop(highs)
        goal = max(lows[0][0], min(total, -highs[0][0])) if total else min(wanted, 1)
        rows.append((ready, goal, backlog))
        if goal > total:
            groups.append([tick + warm_up + 1, goal - total])
        surplus = total - goal
        while surplus > 0 and groups:
            stopped = min(surplus, groups[-1][1])
            groups[-1][1] -= stopped
            surplus -= stopped
            if not groups[-1][1]:
                groups.pop()
        ready, total = min(ready, goal), goal
    return rows
