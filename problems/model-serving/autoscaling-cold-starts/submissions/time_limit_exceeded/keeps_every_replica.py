# group: scale
"""Right, but keeps the warm-up of every single replica in a list."""

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
    starts: deque[int] = deque()  # per replica the tick from which it is ready, oldest first
    ready = total = min_replicas
    backlog = 0
    rows = []
    for tick, arriving in enumerate(arrivals):
        while starts and starts[0] == tick:
            starts.popleft()
            ready += 1
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
        goal = max(lows[0][0], min(total, -highs[0][0])) if total else wanted
        rows.append((ready, goal, backlog))
        for _ in range(goal - total):
            starts.append(tick + warm_up + 1)
        for _ in range(min(total - goal, len(starts))):
            starts.pop()
        ready, total = min(ready, goal), goal
    return rows
