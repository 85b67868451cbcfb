"""The scaler written out: a gradient is made anew in each step, and an overflow returns before anything has moved."""

import math

import torch


def to_half(gradient):
    """What float16 keeps of a gradient: beyond 65504 it is infinite, below 6e-8 it is zero."""
    return gradient.half().float()


class Trainer:
    """A linear model without bias under mean squared error."""

    def __init__(
        self,
        weight: list[float],
        learning_rate: float,
        max_norm: float,
        warm_up: int,
        scale: float,
        growth_interval: int,
    ) -> None:
        self.weight = torch.tensor(weight, dtype=torch.float32, requires_grad=True)
        self.learning_rate, self.max_norm, self.warm_up = learning_rate, max_norm, warm_up
        self.scale, self.growth_interval = scale, growth_interval
        self.updates, self.in_a_row = 0, 0

    def step(self, features: list[list[float]], targets: list[float]) -> dict[str, float]:
        """One step on a batch; what it found and what it leaves behind."""
        output = torch.tensor(features, dtype=torch.float32) @ self.weight
        loss = torch.nn.functional.mse_loss(output, torch.tensor(targets, dtype=torch.float32))
        (scaled,) = torch.autograd.grad(loss * self.scale, self.weight)
        gradient = to_half(scaled) / self.scale
        norm = gradient.norm().item()
        if math.isfinite(norm):
            self.update(gradient * self.max_norm / max(norm, self.max_norm))
        else:
            self.scale /= 2
            self.in_a_row = 0
        return {"loss": loss.item(), "norm": norm, "scale": self.scale, "next_lr": self.rate()}

    def update(self, gradient) -> None:
        """Move along a clipped gradient; after enough updates in a row try a larger scale."""
        with torch.no_grad():
            self.weight -= self.rate() * gradient
        self.updates += 1
        self.in_a_row += 1
        if self.in_a_row == self.growth_interval:
            self.scale *= 2
            self.in_a_row = 0

    def rate(self) -> float:
        """The learning rate of the next update: a share of it while warming up."""
        return self.learning_rate * min(1.0, (self.updates + 1) / self.warm_up)

    def state(self) -> list[float]:
        """The weights."""
        return self.weight.tolist()

    def diagnosis(self) -> dict[str, dict[str, str]]:
        """Name, for each run, the fault and the reading that gives it away."""
        return {
            "run_a": {"fault": "clipping-scaled", "signal": "norm-beside-scale"},
            "run_b": {"fault": "schedule-on-skip", "signal": "rate-beside-updates"},
            "run_c": {"fault": "stale-gradient", "signal": "gradient-before-backward"},
        }
