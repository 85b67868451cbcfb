def watched_by_many(views: list[tuple[int, int, int]], k: int) -> list[tuple[int, int]]:
    """The stretches (start, end) of a video that at least k different viewers have watched, in order.

    views: (viewer, start, end) in milliseconds, end not included, in any order, with replays.
    ValueError when k is not positive or a record ends before it starts.
    """
    raise NotImplementedError
