"""Entity by entity: the event times of the readings that stand, in a sorted list that corrections insert into and withdrawals cut."""

from bisect import bisect_left, insort
from collections import defaultdict
from math import inf


def point_in_time_join(
    requests: list[tuple[str, int]], rows: list[tuple[str, int, int, int | None]], ttl: int
) -> list[int | None]:
    if ttl < 0:
        raise ValueError("ttl must not be negative")
    # Per entity: (moment, available_at or inf for a request, position, event time and value).
    log: dict[str, list[tuple[float, float, int, tuple[int, int | None] | None]]] = defaultdict(list)
    for position, (entity, event_time, available_at, value) in enumerate(rows):
        moment = max(event_time, available_at)
        log[entity].append((moment, available_at, position, (event_time, value)))
    for position, (entity, time) in enumerate(requests):
        log[entity].append((time, inf, position, None))  # after all that happens at the same moment
    answers: list[int | None] = [None] * len(requests)
    for moments in log.values():
        values: dict[int, int | None] = {}
        standing: list[int] = []
        for time, _, position, row in sorted(moments):
            if row:
                _apply(values, standing, *row)
            elif standing and time - standing[-1] <= ttl:
                answers[position] = values[standing[-1]]
    return answers


def _apply(values: dict[int, int | None], standing: list[int], event_time: int, value: int | None) -> None:
    """Make `value` the version that counts for the reading of `event_time`."""
    if values.get(event_time) is None and value is not None:
        insort(standing, event_time)
    elif values.get(event_time) is not None and value is None:
        del standing[bisect_left(standing, event_time)]
    values[event_time] = value
