# group: diagnosis
"""Repairs the code and blames the features."""

import torch
from torch import nn


def floats(values):
    """A tensor of float32."""
    return torch.tensor(values, dtype=torch.float32)


class WatchTimeTrainer:
    """One linear layer, plain SGD, rows weighted by importance."""

    def __init__(self, weight: list[float], bias: float, learning_rate: float) -> None:
        self.model = nn.Linear(len(weight), 1)
        with torch.no_grad():
            self.model.weight.copy_(floats([weight]))
            self.model.bias.fill_(bias)
        self.learning_rate = learning_rate

    def step(self, features: list[list[float]], watched: list[float], importance: list[float]) -> float:
        """One update on a batch of B rows; the loss before it."""
        loss = weighted_loss(self.output(features), torch.log1p(floats(watched)), floats(importance))
        self.model.zero_grad()
        loss.backward()
        with torch.no_grad():
            for parameter in self.model.parameters():
                parameter -= self.learning_rate * parameter.grad
        return loss.item()

    @torch.no_grad()
    def predict(self, features: list[list[float]]) -> list[float]:
        """Seconds that each row will be watched, never negative."""
        return self.seconds(features).tolist()

    @torch.no_grad()
    def evaluate(self, features: list[list[float]], watched: list[float]) -> float:
        """Mean absolute error in seconds, as the dashboard shows it."""
        return (self.seconds(features) - floats(watched)).abs().mean().item()

    def state(self) -> list[float]:
        """The weights, then the bias."""
        return self.model.weight.flatten().tolist() + self.model.bias.tolist()

    def output(self, features):
        """The model's output (B,) for features (B, F)."""
        return self.model(floats(features)).squeeze(1)

    def seconds(self, features):
        """Predicted seconds (B,); the model's output is their log1p."""
        return torch.expm1(self.output(features)).clamp(min=0)

    def diagnosis(self) -> dict[str, str]:
        """Name the fault, and the one reading that tells it from the others of the list."""
        return {"fault": "dead-features", "signal": "loss-elements"}


def weighted_loss(output, target, importance):
    """Mean squared error of a batch, each row weighted by its importance; all three (B,)."""
    error = (output - target).square()
    return (importance * error).mean() / importance.mean()
