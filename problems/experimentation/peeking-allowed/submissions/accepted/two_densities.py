"""The likelihood ratio as what it is: the density of the difference with an effect in it over that without, as logarithms."""

from math import exp, log

ARMS = ("control", "treatment")


class AlwaysValid:
    def __init__(self, sd: float, tau: float, alpha: float) -> None:
        if not (sd > 0 and tau > 0 and 0 < alpha < 1):
            raise ValueError("sd and tau must be positive, alpha between 0 and 1")
        self.sd, self.tau, self.alpha = sd, tau, alpha
        self.counts = [0, 0]
        self.means = [0.0, 0.0]
        self.p, self.bounds = 1.0, None

    def observe(self, arm: str, value: int) -> None:
        at = ARMS.index(arm)  # ValueError for any other arm
        self.counts[at] += 1
        self.means[at] += (value - self.means[at]) / self.counts[at]
        if 0 in self.counts:
            return
        difference = self.means[1] - self.means[0]
        without = self.sd**2 / self.counts[0] + self.sd**2 / self.counts[1]
        with_effect = without + self.tau**2
        self.p = min(self.p, exp(_log_density(difference, without) - _log_density(difference, with_effect)))
        # The difference at which the ratio of the densities reaches 1 / alpha.
        excess = log(with_effect / without) - 2 * log(self.alpha)
        reach = (excess / (1 / without - 1 / with_effect)) ** 0.5
        ends = difference - reach, difference + reach
        low, high = self.bounds or ends
        self.bounds = max(low, ends[0]), min(high, ends[1])

    def p_value(self) -> float:
        return self.p

    def interval(self) -> tuple[float, float] | None:
        return self.bounds


def _log_density(value: float, variance: float) -> float:
    """Of a normal variable with mean 0, less a constant."""
    return -(log(variance) + value**2 / variance) / 2
