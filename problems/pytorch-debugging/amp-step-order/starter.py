"""Trains a linear model with gradients in float16, as mixed precision does: loss scaling, clipping, warm-up."""

import torch
from torch import nn


def to_half(gradient):
    """What float16 keeps of a gradient: beyond 65504 it is infinite, below 6e-8 it is zero."""
    return gradient.half().float()


class Sgd:
    """Plain gradient descent, with what a GradScaler asks of an optimizer. torch.optim.SGD in production."""

    def __init__(self, parameters, lr: float) -> None:
        self.param_groups = [{"params": list(parameters), "lr": lr}]

    @torch.no_grad()
    def step(self) -> None:
        for group in self.param_groups:
            for parameter in group["params"]:
                parameter -= group["lr"] * parameter.grad

    def zero_grad(self) -> None:
        for group in self.param_groups:
            for parameter in group["params"]:
                parameter.grad = None


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
        self.weight = nn.Parameter(torch.tensor(weight, dtype=torch.float32))
        self.weight.register_hook(to_half)
        self.learning_rate, self.max_norm, self.warm_up = learning_rate, max_norm, warm_up
        self.optimizer = Sgd([self.weight], lr=learning_rate / warm_up)
        self.scaler = torch.amp.GradScaler("cpu", init_scale=scale, growth_interval=growth_interval)
        self.steps = 0

    def step(self, features: list[list[float]], targets: list[float]) -> dict[str, float]:
        """One step on a batch; what it found and what it leaves behind."""
        rows = torch.tensor(features, dtype=torch.float32)
        loss = (rows @ self.weight - torch.tensor(targets, dtype=torch.float32)).square().mean()
        self.scaler.scale(loss).backward()
        norm = nn.utils.clip_grad_norm_([self.weight], self.max_norm)
        before = self.scaler.get_scale()
        self.scaler.step(self.optimizer)
        self.scaler.update()
        self.set_learning_rate()
        if self.scaler.get_scale() >= before:  # not skipped
            self.optimizer.zero_grad()
        return {
            "loss": loss.item(),
            "norm": norm.item(),
            "scale": self.scaler.get_scale(),
            "next_lr": self.optimizer.param_groups[0]["lr"],
        }

    def set_learning_rate(self) -> None:
        """Warm up: the n-th update has n / warm_up of the learning rate, at most all of it."""
        self.steps += 1
        share = min(1.0, (self.steps + 1) / self.warm_up)
        self.optimizer.param_groups[0]["lr"] = self.learning_rate * share

    def state(self) -> list[float]:
        """The weights."""
        return self.weight.tolist()

    def diagnosis(self) -> dict[str, dict[str, str]]:
        """Name, for each run, the fault and the reading that gives it away."""
        return {
            "run_a": {"fault": "unknown", "signal": "unknown"},
            "run_b": {"fault": "unknown", "signal": "unknown"},
            "run_c": {"fault": "unknown", "signal": "unknown"},
        }
