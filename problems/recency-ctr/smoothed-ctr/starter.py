def smoothed_ctr(rows: list[tuple[str, int, int]], k: int) -> list[tuple[str, float]]:
    """The k items with the highest smoothed click-through rate, best first, each with its rate.

    rows: (item, clicks, impressions) per day, in any order; an item may have many rows.
    Raises ValueError when k <= 0 or a row does not have 0 <= clicks <= impressions.
    """
    return []
