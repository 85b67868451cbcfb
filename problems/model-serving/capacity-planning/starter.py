def plan(kinds: list[tuple[int, float, float, int]], qps: float) -> list[int] | None:
    """How many GPUs of each kind to rent so that `qps` requests per second are carried at the lowest price.

    kinds: (price of one GPU, requests per second that it serves on average, seconds that 99 % may wait at most, how
    many there are). None if all GPUs together do not carry the traffic.
    """
    return None
