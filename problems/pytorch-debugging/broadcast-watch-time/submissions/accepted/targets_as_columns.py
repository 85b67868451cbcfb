"""Everything that is compared with the model's column becomes a column too, the importance included."""

import torch
from torch import nn


def column(values):
    """A column (B, 1)."""
    return torch.tensor(values).reshape(-1, 1)


class WatchTimeTrainer:
    """One linear layer, plain SGD, rows weighted by importance."""

    def __init__(self, weight: list[float], bias: float, learning_rate: float) -> None:
        self.model = nn.Linear(len(weight), 1)
        with torch.no_grad():
            self.model.weight.copy_(column(weight).T)
            self.model.bias.fill_(bias)
        self.learning_rate = learning_rate

    def step(self, features: list[list[float]], watched: list[float], importance: list[float]) -> float:
        """One update on a batch of B rows; the loss before it."""
        share = column(importance) / sum(importance)
        error = self.model(torch.tensor(features, dtype=torch.float32)) - column(watched).log1p()
        loss = (share * error.square()).sum()
        parameters = list(self.model.parameters())
        with torch.no_grad():
            for parameter, slope in zip(parameters, torch.autograd.grad(loss, parameters), strict=True):
                parameter -= self.learning_rate * slope
        return loss.item()

    @torch.no_grad()
    def predict(self, features: list[list[float]]) -> list[float]:
        """Seconds that each row will be watched, never negative."""
        return self.seconds(features).flatten().tolist()

    @torch.no_grad()
    def evaluate(self, features: list[list[float]], watched: list[float]) -> float:
        """Mean absolute error in seconds, as the dashboard shows it."""
        return nn.functional.l1_loss(self.seconds(features), column(watched)).item()

    def state(self) -> list[float]:
        """The weights, then the bias."""
        return torch.cat([parameter.flatten() for parameter in self.model.parameters()]).tolist()

    def seconds(self, features):
        """Predicted seconds (B, 1); the model's output is their log1p."""
        return self.model(torch.tensor(features, dtype=torch.float32)).expm1().relu()

    def diagnosis(self) -> dict[str, str]:
        """Name the fault, and the one reading that tells it from the others of the list."""
        return {"fault": "broadcast-loss", "signal": "loss-elements"}
