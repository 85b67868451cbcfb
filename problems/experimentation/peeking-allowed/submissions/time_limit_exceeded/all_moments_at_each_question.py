# group: scale
"""Right, but keeps every moment and goes through all of them at each question."""

from math import exp, inf, log, sqrt


class AlwaysValid:
    def __init__(self, sd: float, tau: float, alpha: float) -> None:
        if sd <= 0 or tau <= 0 or not 0 < alpha < 1:
            raise ValueError("sd and tau must be positive, alpha between 0 and 1")
        self.variance, self.spread, self.alpha = sd**2, tau**2, alpha
        self.count = {"control": 0, "treatment": 0}
        self.total = {"control": 0, "treatment": 0}
        self.moments: list[tuple[float, float, float]] = []

    def observe(self, arm: str, value: int) -> None:
        if arm not in self.count:
            raise ValueError("there is no such arm")
        self.count[arm] += 1
        self.total[arm] += value
        if all(self.count.values()):
            self._remember()

    def p_value(self) -> float:
        return exp(-max((evidence for evidence, _, _ in self.moments if evidence > 0), default=0.0))

    def interval(self) -> tuple[float, float] | None:
        if not self.moments:
            return None
        return max(low for _, low, _ in self.moments), min(high for _, _, high in self.moments)

    def _remember(self) -> None:
        control, treatment = (self.total[arm] / self.count[arm] for arm in ("control", "treatment"))
        difference = treatment - control
        noise = self.variance * sum(1 / count for count in self.count.values())
        total = noise + self.spread
        shrinkage = log(total / noise)
        evidence = (difference**2 * self.spread / (noise * total) - shrinkage) / 2
        reach = sqrt(noise * total / self.spread * (shrinkage - 2 * log(self.alpha)))
        self.moments.append((evidence, difference - reach, difference + reach))
