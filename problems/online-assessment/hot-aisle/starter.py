def fewest_steps(hall: list[str], limit: int) -> int | None:
    """The least number of steps from S to G with at most `limit` hot tiles in a row; None if there is no way.

    ValueError when limit is negative, or unless the map has exactly one S and one G.
    """
    raise NotImplementedError
