def widest_gap(visits: list[tuple[int, int]], wanted: int, cap: int, longest: int) -> int | None:
    """The greatest gap up to longest, in seconds, that still allows `wanted` showings; None if not even 0 does.

    visits: (user, second) in no order. ValueError when wanted, cap or longest is negative.
    """
    raise NotImplementedError
