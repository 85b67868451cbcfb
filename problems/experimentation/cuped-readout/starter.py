def cuped(users: list[tuple[str, str, int, int]], events: list[tuple[str, int, int]], window: int) -> dict:
    """The effect on watch time in the window after exposure, adjusted by the window before.

    users: (user, arm, joined, exposed), each user once; arm is "control" or "treatment", the rest are days.
    events: (user, day, seconds), any number per user and day. window: days before and after.
    Returns {"theta", "raw_effect", "effect", "se", "variance_reduction"}.
    Raises ValueError when window is below 1 or an arm has fewer than two users.
    """
    return {"theta": 0.0, "raw_effect": 0.0, "effect": 0.0, "se": 0.0, "variance_reduction": 0.0}
