def point_in_time_join(
    requests: list[tuple[str, int]], rows: list[tuple[str, int, int, int | None]], ttl: int
) -> list[int | None]:
    """The feature value that the store could have served for each request, in the order of the requests.

    requests: (entity, time). rows: (entity, event_time, available_at, value); None withdraws a reading.
    ttl: the greatest age of a reading, time - event_time, at which it is still served.
    Raises ValueError when ttl is negative.
    """
    return []
