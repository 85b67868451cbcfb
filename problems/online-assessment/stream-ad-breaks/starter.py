def best_revenue(offers: list[tuple[str, int, int, int]], gap: int) -> int:
    """The greatest sum of prices of breaks (advertiser, start, end, price) that can be taken together.

    Breaks must not overlap; neighbours of different advertisers need at least `gap` seconds between them.
    ValueError when gap is negative or some start is not before its end.
    """
    raise NotImplementedError
