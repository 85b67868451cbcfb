# group: scale
"""Right, and O(rows of the entity) per request."""

from collections import defaultdict


def point_in_time_join(
    requests: list[tuple[str, int]], rows: list[tuple[str, int, int, int | None]], ttl: int
) -> list[int | None]:
    if ttl < 0:
        raise ValueError("ttl must not be negative")
    table: dict[str, list[tuple[int, int, int | None]]] = defaultdict(list)
    for entity, event_time, available_at, value in sorted(rows, key=lambda row: row[2]):
        table[entity].append((event_time, available_at, value))
    answers: list[int | None] = []
    for entity, time in requests:
        versions: dict[int, int | None] = {}
        for event_time, available_at, value in table[entity]:
            if event_time <= time and available_at <= time:
                versions[event_time] = value
        standing = [event_time for event_time, value in versions.items() if value is not None]
        best = max(standing, default=None)
        answers.append(versions[best] if best is not None and time - best <= ttl else None)
    return answers
