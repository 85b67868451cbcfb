def steadiest_plan(ready: list[int], due: list[int]) -> list[tuple[int, int]]:
    """The plan of least cost between both bounds, as the points (hour, done) at which its rate changes, the end included.

    ValueError when the lists are empty, unequal in length, below 0 or falling, when due exceeds ready, or their ends differ.
    """
    raise NotImplementedError
