def readout(
    assigned: list[tuple[str, str]], log: list[tuple[str, int, int]], share: float, margin: float
) -> dict:
    """Relative lift of the click-through rate, its standard error, and what to do about it.

    assigned: (user, arm), each user of the experiment once; arm is "control" or "treatment".
    log: (user, impressions, clicks), one row per session.
    share: planned share of treatment among the users. margin: smallest relative lift worth launching.
    Returns {"lift", "se", "srm_p", "verdict"}. Raises ValueError where the lift is not defined.
    """
    return {"lift": None, "se": None, "srm_p": 1.0, "verdict": "unclear"}
