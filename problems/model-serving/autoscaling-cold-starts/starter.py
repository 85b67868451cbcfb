def autoscale(
    arrivals: list[int],
    capacity: int,
    target: int,
    min_replicas: int,
    max_replicas: int,
    warm_up: int,
    up_window: int,
    down_window: int,
) -> list[tuple[int, int, int]]:
    """For each tick: replicas that were ready, replicas that exist at its end, requests left over.

    arrivals: requests that arrive in each tick. capacity: requests per tick and ready replica.
    target: wanted utilisation in percent. warm_up, up_window, down_window: in ticks.
    Raises ValueError when target, the replica limits or a window are out of range.
    """
    return []
