# group: corrections
"""Pushes an event time only once, so that a reading restored after its withdrawal is never found again."""

from collections import defaultdict
from heapq import heappop, heappush


def point_in_time_join(
    requests: list[tuple[str, int]], rows: list[tuple[str, int, int, int | None]], ttl: int
) -> list[int | None]:
    if ttl < 0:
        raise ValueError("ttl must not be negative")
    arriving = sorted(rows, key=lambda row: (max(row[1], row[2]), row[2]))
    values: dict[tuple[str, int], int | None] = {}
    newest: dict[str, list[int]] = defaultdict(list)
    answers: list[int | None] = [None] * len(requests)
    arrived = 0
    for at in sorted(range(len(requests)), key=lambda at: requests[at][1]):
        entity, time = requests[at]
        while arrived < len(arriving) and max(arriving[arrived][1], arriving[arrived][2]) <= time:
            owner, event_time, _, value = arriving[arrived]
            if (owner, event_time) not in values:
                heappush(newest[owner], -event_time)
            values[owner, event_time] = value
            arrived += 1
        heap = newest[entity]
        while heap and values[entity, -heap[0]] is None:
            heappop(heap)
        if heap and time + heap[0] <= ttl:
            answers[at] = values[entity, -heap[0]]
    return answers
