def top_k_recency_weighted_ctr(
    logs: list[tuple[int, str, int]], k: int, lam: float
) -> list[tuple[str, float]]:
    """The k items with the highest recency-weighted click-through rate, best first, each with its rate.

    logs: impressions (timestamp, item, clicked) in any order, clicked 0 or 1.
    lam: decay per unit of time, finite and >= 0.
    Raises ValueError when k, lam or a clicked is out of its range.
    """
    return []
