# group: scale
"""Right, but adds one user at a time until the power is reached."""

from math import ceil, sqrt
from statistics import NormalDist

NORMAL = NormalDist()


class Planner:
    def __init__(self, alpha: float, power: float, share: float) -> None:
        if not 0.0001 <= alpha < 1 or not 0.5 <= power < 1 or not 0 < share < 1:
            raise ValueError("alpha, power or share is out of its range")
        self.z_level = NORMAL.inv_cdf(1 - alpha / 2)
        self.z_power = NORMAL.inv_cdf(power)
        self.share = share

    def rate_users(self, p_control: float, p_treatment: float) -> int:
        _check_rate(p_control)
        _check_rate(p_treatment)
        if p_control == p_treatment:
            raise ValueError("there is nothing to detect between equal rates")
        needed = self._spread(p_control, p_treatment) / abs(p_treatment - p_control)
        users = 1
        while sqrt(users) < needed:
            users += 1
        return users

    def rate_mde(self, p_control: float, users: int) -> float | None:
        _check_rate(p_control)
        _check_users(users)

        def detected(p_treatment: float) -> bool:
            return self._spread(p_control, p_treatment) <= (p_treatment - p_control) * sqrt(users)

        if not detected(1):
            return None
        low, high = p_control, 1.0  # not detected, detected
        while low < (middle := (low + high) / 2) < high:
            if detected(middle):
                high = middle
            else:
                low = middle
        return high - p_control

    def mean_users(self, sd_control: float, sd_treatment: float, difference: float) -> int:
        if difference == 0:
            raise ValueError("there is nothing to detect without a difference")
        needed = self._mean_spread(sd_control, sd_treatment) / abs(difference)
        users = 1
        while sqrt(users) < needed:
            users += 1
        return users

    def mean_mde(self, sd_control: float, sd_treatment: float, users: int) -> float:
        _check_users(users)
        return self._mean_spread(sd_control, sd_treatment) / sqrt(users)

    def _spread(self, p_control: float, p_treatment: float) -> float:
        """What |difference| * sqrt(N) has to reach for two rates."""
        control, treatment = 1 - self.share, self.share
        pooled = control * p_control + treatment * p_treatment
        without = pooled * (1 - pooled) * (1 / control + 1 / treatment)
        with_effect = p_control * (1 - p_control) / control + p_treatment * (1 - p_treatment) / treatment
        return self.z_level * sqrt(without) + self.z_power * sqrt(with_effect)

    def _mean_spread(self, sd_control: float, sd_treatment: float) -> float:
        if sd_control <= 0 or sd_treatment <= 0:
            raise ValueError("a standard deviation must be positive")
        variance = sd_control**2 / (1 - self.share) + sd_treatment**2 / self.share
        return (self.z_level + self.z_power) * sqrt(variance)


def _check_rate(rate: float) -> None:
    if not 0 < rate < 1:
        raise ValueError("a rate must lie between 0 and 1")


def _check_users(users: int) -> None:
    if users < 1:
        raise ValueError("users must be positive")
