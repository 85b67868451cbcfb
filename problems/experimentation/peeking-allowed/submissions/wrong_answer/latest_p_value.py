# group: samples
"""Forgets the moments before: evidence that fades takes the p-value back up."""

from math import exp, inf, log, sqrt


class AlwaysValid:
    def __init__(self, sd: float, tau: float, alpha: float) -> None:
        if sd <= 0 or tau <= 0 or not 0 < alpha < 1:
            raise ValueError("sd and tau must be positive, alpha between 0 and 1")
        self.variance, self.spread, self.alpha = sd**2, tau**2, alpha
        self.count = {"control": 0, "treatment": 0}
        self.total = {"control": 0, "treatment": 0}
        self.evidence = 0.0  # largest ln of a likelihood ratio so far, or 0
        self.low, self.high = -inf, inf

    def observe(self, arm: str, value: int) -> None:
        if arm not in self.count:
            raise ValueError("there is no such arm")
        self.count[arm] += 1
        self.total[arm] += value
        if all(self.count.values()):
            self._remember()

    def p_value(self) -> float:
        return exp(-self.evidence)

    def interval(self) -> tuple[float, float] | None:
        return (self.low, self.high) if all(self.count.values()) else None

    def _remember(self) -> None:
        control, treatment = (self.total[arm] / self.count[arm] for arm in ("control", "treatment"))
        difference = treatment - control
        noise = self.variance * sum(1 / count for count in self.count.values())
        total = noise + self.spread
        shrinkage = log(total / noise)
        self.evidence = max(0.0, (difference**2 * self.spread / (noise * total) - shrinkage) / 2)
        reach = sqrt(noise * total / self.spread * (shrinkage - 2 * log(self.alpha)))
        self.low = max(self.low, difference - reach)
        self.high = min(self.high, difference + reach)
