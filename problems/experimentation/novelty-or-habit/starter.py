def novelty(
    exposures: list[tuple[str, str, int]],
    activity: list[tuple[str, int, int]],
    last_day: int,
    horizon: int,
    width: int,
    margin: float,
) -> dict:
    """How the effect on daily activity develops with the days since a user's first exposure.

    exposures: (user, arm, day), each user once; arm is "control" or "treatment".
    activity: (user, day, value), any number per user and day. last_day: the last day with data.
    horizon: days followed after exposure. width: days in the early and in the late window.
    Returns {"curve", "early", "late", "late_se", "change", "change_se", "trend", "launch"}.
    Raises ValueError for windows that do not fit and when no cohort can be compared.
    """
    return {
        "curve": [0.0] * horizon,
        "early": 0.0,
        "late": 0.0,
        "late_se": 0.0,
        "change": 0.0,
        "change_se": 0.0,
        "trend": "steady",
        "launch": False,
    }
