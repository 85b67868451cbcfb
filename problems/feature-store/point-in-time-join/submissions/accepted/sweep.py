"""One sweep over time: rows arrive, requests look. A heap of event times per entity; withdrawn ones leave it when they are met."""

from collections import defaultdict
from heapq import heappop, heappush


def point_in_time_join(
    requests: list[tuple[str, int]], rows: list[tuple[str, int, int, int | None]], ttl: int
) -> list[int | None]:
    if ttl < 0:
        raise ValueError("ttl must not be negative")
    # By the moment of becoming visible; versions of one reading stay in their own order, the counting one last.
    arriving = sorted(rows, key=lambda row: (max(row[1], row[2]), row[2]))
    values: dict[tuple[str, int], int | None] = {}  # (entity, event time): what counts now
    newest: dict[str, list[int]] = defaultdict(list)  # heaps of -event_time
    answers: list[int | None] = [None] * len(requests)
    arrived = 0
    for at in sorted(range(len(requests)), key=lambda at: requests[at][1]):
        entity, time = requests[at]
        while arrived < len(arriving) and max(arriving[arrived][1], arriving[arrived][2]) <= time:
            owner, event_time, _, value = arriving[arrived]
            values[owner, event_time] = value
            heappush(newest[owner], -event_time)
            arrived += 1
        heap = newest[entity]
        while heap and values[entity, -heap[0]] is None:
            heappop(heap)  # a later correction pushes it again
        if heap and time + heap[0] <= ttl:
            answers[at] = values[entity, -heap[0]]
    return answers
