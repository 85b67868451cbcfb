# group: samples
"""Starts one job per moment, though several machines may be free."""

from collections import deque
from heapq import heappop, heappush


def transcoding_plan(jobs: list[tuple[int, int, int]], machines: int, ageing: int) -> list[tuple[int, int]]:
    if machines <= 0 or ageing < 0 or any(seconds <= 0 for _, seconds, _ in jobs):
        raise ValueError("machines and seconds must be positive, ageing not negative")
    coming = deque(sorted((uploaded, number) for number, (uploaded, _, _) in enumerate(jobs)))
    line: list[tuple[int, int, int]] = []  # (urgency at second 0 turned around, uploaded, number)
    free = list(range(machines))
    busy: list[tuple[int, int]] = []  # (done, machine)
    plan: dict[int, tuple[int, int]] = {}
    while coming or line:
        now = min([queue[0][0] for queue in (coming, busy) if queue], default=0)
        while busy and busy[0][0] == now:
            heappush(free, heappop(busy)[1])
        while coming and coming[0][0] == now:
            number = coming.popleft()[1]
            heappush(line, (ageing * now - jobs[number][2], now, number))
        if free and line:
            number = heappop(line)[2]
            machine = heappop(free)
            plan[number] = (now, machine)
            heappush(busy, (now + jobs[number][1], machine))
    return [plan[number] for number in range(len(jobs))]
