# group: samples
"""Keeps only the final version of each reading and joins afterwards: a correction of the future erases what was served until then."""

from collections import defaultdict


def point_in_time_join(
    requests: list[tuple[str, int]], rows: list[tuple[str, int, int, int | None]], ttl: int
) -> list[int | None]:
    if ttl < 0:
        raise ValueError("ttl must not be negative")
    final: dict[tuple[str, int], tuple[int, int | None]] = {}
    for entity, event_time, available_at, value in rows:
        known = final.get((entity, event_time))
        if known is None or available_at >= known[0]:
            final[entity, event_time] = (available_at, value)
    readings: dict[str, list[tuple[int, int, int]]] = defaultdict(list)
    for (entity, event_time), (available_at, value) in final.items():
        if value is not None:
            readings[entity].append((event_time, available_at, value))
    for of_entity in readings.values():
        of_entity.sort(reverse=True)
    answers: list[int | None] = []
    for entity, time in requests:
        answer = None
        for event_time, available_at, value in readings[entity]:
            if event_time <= time and available_at <= time:
                answer = value if time - event_time <= ttl else None
                break
        answers.append(answer)
    return answers
