class Planner:
    """Plans two-sided z-tests at level alpha; a fraction `share` of all users goes to treatment."""

    def __init__(self, alpha: float, power: float, share: float) -> None:
        """alpha in [0.0001, 1), power in [0.5, 1), share in (0, 1); ValueError for anything else."""

    def rate_users(self, p_control: float, p_treatment: float) -> int:
        """Fewest users, both arms together, that detect this pair of conversion rates."""
        raise NotImplementedError

    def rate_mde(self, p_control: float, users: int) -> float | None:
        """Smallest absolute lift upwards that `users` detect; None when not even a rate of 1 is detected."""
        raise NotImplementedError

    def mean_users(self, sd_control: float, sd_treatment: float, difference: float) -> int:
        """Fewest users, both arms together, that detect this difference of means."""
        raise NotImplementedError

    def mean_mde(self, sd_control: float, sd_treatment: float, users: int) -> float:
        """Smallest difference of means that `users` detect."""
        raise NotImplementedError
