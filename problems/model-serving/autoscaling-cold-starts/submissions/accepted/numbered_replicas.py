"""Replicas numbered in order of their start: the ready ones are a prefix, and whoever is stopped is cut off at the end."""

from collections import deque


class Largest:
    """The largest of the last `size` numbers. A smaller number before a larger one never matters again."""

    def __init__(self, size: int) -> None:
        self.size = size
        self.kept: deque[tuple[int, int]] = deque()  # (tick, number), numbers falling

    def push(self, tick: int, number: int) -> int:
        while self.kept and self.kept[-1][1] < number:
            self.kept.pop()
        self.kept.append((tick, number))
        if self.kept[0][0] <= tick - self.size:
            self.kept.popleft()
        return self.kept[0][1]


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
    if not 1 <= target <= 100 or not 0 <= min_replicas <= max_replicas or max_replicas < 1:
        raise ValueError("target must be 1 to 100, min_replicas 0 to max_replicas, and that at least 1")
    if up_window < 1 or down_window < 1:
        raise ValueError("windows must be at least 1")
    highest, lowest = Largest(down_window), Largest(up_window)
    warming: deque[tuple[int, int]] = deque()  # (ready from this tick on, replicas that started before these)
    replicas, backlog = min_replicas, 0
    rows = []
    for tick, arriving in enumerate(arrivals):
        if warming and warming[0][0] == tick:
            warming.popleft()
        ready = warming[0][1] if warming else replicas
        work = backlog + arriving
        backlog = max(0, work - ready * capacity)
        wanted = -(-100 * work // (capacity * target))  # rounded up, without a float
        wanted = min(max(wanted, min_replicas), max_replicas)
        high, low = highest.push(tick, wanted), -lowest.push(tick, -wanted)
        goal = min(max(replicas, low), high) if replicas else wanted
        warming.append((tick + warm_up + 1, replicas))
        while warming and warming[-1][1] >= goal:
            warming.pop()
        replicas = goal
        rows.append((ready, replicas, backlog))
    return rows
