def interval(rows: list[tuple[str, str, int, int]], weights: dict[str, list[int]], level: float) -> dict:
    """Relative lift of the click-through rate with a percentile interval from a bootstrap over users.

    rows: (user, arm, impressions, clicks), one per session; arm is "control" or "treatment".
    weights: how often each user counts in replicate 0, 1, …; level: share of replicates between the ends.
    Returns {"lift", "low", "high", "replicates"}. Raises ValueError where the lift is not defined, for
    a user without weights, and for a level that does not lie between 0 and 1.
    """
    return {"lift": 0.0, "low": None, "high": None, "replicates": 0}
