# group: scale
"""Right, but looks at every machine to find out when and where the next job can start."""

from heapq import heappop, heappush


def transcoding_plan(jobs: list[tuple[int, int, int]], machines: int, ageing: int) -> list[tuple[int, int]]:
    if machines <= 0 or ageing < 0 or any(seconds <= 0 for _, seconds, _ in jobs):
        raise ValueError("machines and seconds must be positive, ageing not negative")
    coming = sorted(range(len(jobs)), key=lambda number: -jobs[number][0])
    line: list[tuple[int, int, int]] = []
    done = [0] * machines
    plan = [(0, 0)] * len(jobs)
    now = 0
    while coming or line:
        now = max(now, min(done))
        while coming and (jobs[coming[-1]][0] <= now or not line):
            number = coming.pop()
            now = max(now, jobs[number][0])
            heappush(line, (ageing * jobs[number][0] - jobs[number][2], jobs[number][0], number))
        number = heappop(line)[2]
        machine = min(machine for machine in range(machines) if done[machine] <= now)
        plan[number] = (now, machine)
        done[machine] = now + jobs[number][1]
    return plan
