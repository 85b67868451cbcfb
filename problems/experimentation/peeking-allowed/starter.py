class AlwaysValid:
    """A two-arm comparison of means that stays valid however often it is looked at.

    sd: known standard deviation of one observation. tau: standard deviation of the effects expected.
    """

    def __init__(self, sd: float, tau: float, alpha: float) -> None:
        """Start without observations. ValueError when sd or tau is not positive or alpha not between 0 and 1."""

    def observe(self, arm: str, value: int) -> None:
        """Add an observation of "control" or "treatment". ValueError, changing nothing, for another arm."""

    def p_value(self) -> float:
        """The smallest p-value of all moments so far; 1 before both arms have an observation."""
        return 1.0

    def interval(self) -> tuple[float, float] | None:
        """What the intervals of all moments so far have in common; None before both arms have an observation."""
        return None
