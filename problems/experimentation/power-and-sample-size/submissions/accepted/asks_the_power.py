"""Nothing solved by hand: write the power as a function and search it, by doubling and halving N, and on ever finer grids of lifts."""

from math import sqrt
from statistics import NormalDist

import numpy as np

NORMAL = NormalDist()


class Planner:
    def __init__(self, alpha: float, power: float, share: float) -> None:
        if not (1e-4 <= alpha < 1 and 0.5 <= power < 1 and 0 < share < 1):
            raise ValueError("alpha, power or share is out of its range")
        self.level = NORMAL.inv_cdf(1 - alpha / 2)
        self.power = power
        self.split = (1 - share, share)

    def rate_users(self, p_control: float, p_treatment: float) -> int:
        if not (0 < p_control < 1 and 0 < p_treatment < 1) or p_control == p_treatment:
            raise ValueError("two different rates between 0 and 1, please")
        return self._fewest(abs(p_treatment - p_control), *self._rate_errors(p_control, p_treatment))

    def rate_mde(self, p_control: float, users: int) -> float | None:
        if not 0 < p_control < 1 or users < 1:
            raise ValueError("a rate between 0 and 1 and at least one user, please")
        low, high = 0.0, 1 - p_control
        while high - low > 1e-9 * high:
            lifts = np.linspace(low, high, 200)
            without, with_effect = self._rate_errors(p_control, p_control + lifts)
            powers = (lifts * sqrt(users) - self.level * without) / with_effect
            detected = np.flatnonzero(powers >= NORMAL.inv_cdf(self.power))
            if not detected.size:
                return None
            low, high = lifts[detected[0] - 1], lifts[detected[0]]
        return high

    def mean_users(self, sd_control: float, sd_treatment: float, difference: float) -> int:
        if difference == 0:
            raise ValueError("a difference other than 0, please")
        error = self._mean_error(sd_control, sd_treatment)
        return self._fewest(abs(difference), error, error)

    def mean_mde(self, sd_control: float, sd_treatment: float, users: int) -> float:
        if users < 1:
            raise ValueError("at least one user, please")
        return (
            self._mean_error(sd_control, sd_treatment)
            * (self.level + NORMAL.inv_cdf(self.power))
            / sqrt(users)
        )

    def _power(self, users: int, lift: float, without: float, with_effect: float) -> float:
        return NORMAL.cdf((lift * sqrt(users) - self.level * without) / with_effect)

    def _fewest(self, lift: float, without: float, with_effect: float) -> int:
        enough = 1
        while self._power(enough, lift, without, with_effect) < self.power:
            enough *= 2
        too_few = enough // 2
        while enough - too_few > 1:
            middle = (too_few + enough) // 2
            if self._power(middle, lift, without, with_effect) < self.power:
                too_few = middle
            else:
                enough = middle
        return enough

    def _rate_errors(
        self, p_control: float, p_treatment: float | np.ndarray
    ) -> tuple[np.ndarray, np.ndarray]:
        """Standard errors of the difference times sqrt(N), without and with an effect."""
        control, treatment = self.split
        pooled = control * p_control + treatment * p_treatment
        without = pooled * (1 - pooled) / (control * treatment)
        with_effect = p_control * (1 - p_control) / control + p_treatment * (1 - p_treatment) / treatment
        return np.sqrt(without), np.sqrt(with_effect)

    def _mean_error(self, sd_control: float, sd_treatment: float) -> float:
        if sd_control <= 0 or sd_treatment <= 0:
            raise ValueError("positive standard deviations, please")
        control, treatment = self.split
        return sqrt(sd_control * sd_control / control + sd_treatment * sd_treatment / treatment)
