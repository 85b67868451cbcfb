# group: scale
"""Bisects to the request's time by event time, then walks back over rows that had not arrived or were withdrawn."""

from bisect import bisect_right
from collections import defaultdict


def point_in_time_join(
    requests: list[tuple[str, int]], rows: list[tuple[str, int, int, int | None]], ttl: int
) -> list[int | None]:
    if ttl < 0:
        raise ValueError("ttl must not be negative")
    table: dict[str, list[tuple[int, int, int, int | None]]] = defaultdict(list)
    for place, (entity, event_time, available_at, value) in enumerate(rows):
        table[entity].append((event_time, available_at, place, value))
    for of_entity in table.values():
        of_entity.sort(key=lambda row: row[:3])
    answers: list[int | None] = []
    for entity, time in requests:
        readings = table[entity]
        at = bisect_right(readings, time, key=lambda row: row[0]) - 1
        answer, decided = None, None
        while at >= 0 and time - readings[at][0] <= ttl:
            event_time, available_at, _, value = readings[at]
            if available_at <= time and event_time != decided:
                if value is not None:
                    answer = value
                    break
                decided = event_time
            at -= 1
        answers.append(answer)
    return answers
