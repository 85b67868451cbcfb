"""From start to start: go to the first second with a free machine and a waiting job. Sorted lists, best at the end."""

from bisect import insort


def transcoding_plan(jobs: list[tuple[int, int, int]], machines: int, ageing: int) -> list[tuple[int, int]]:
    if machines <= 0 or ageing < 0 or any(seconds <= 0 for _, seconds, _ in jobs):
        raise ValueError("machines and seconds must be positive, ageing not negative")
    coming = sorted(range(len(jobs)), key=lambda number: -jobs[number][0])
    line: list[tuple[int, int, int]] = []  # (urgency at second 0, -uploaded, -number)
    free = list(range(1 - machines, 1))  # -machine
    busy: list[tuple[int, int]] = []  # (-done, machine)
    starts: dict[int, tuple[int, int]] = {}
    now = 0
    while len(starts) < len(jobs):
        if not free:
            now = -busy[-1][0]
        while coming and (jobs[coming[-1]][0] <= now or not line):
            number = coming.pop()
            uploaded, _, weight = jobs[number]
            now = max(now, uploaded)
            insort(line, (weight - ageing * uploaded, -uploaded, -number))
        while busy and -busy[-1][0] <= now:
            insort(free, -busy.pop()[1])
        number, machine = -line.pop()[2], -free.pop()
        starts[number] = (now, machine)
        insort(busy, (-now - jobs[number][1], machine))
    return [starts[number] for number in range(len(jobs))]
