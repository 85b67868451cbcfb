"""A training row's rate leaves the row out, and modes are set where they are needed: train in epoch, eval in predict."""

import torch
from torch import nn


def floats(values):
    """A tensor of float32."""
    return torch.tensor(values, dtype=torch.float32)


class ClickModel:
    """Batch normalisation of two features, then one linear layer trained by plain SGD."""

    def __init__(
        self, weight: list[float], bias: float, learning_rate: float, smoothing: float, batch: int
    ) -> None:
        self.norm = nn.BatchNorm1d(2, affine=False)
        self.linear = nn.Linear(2, 1)
        with torch.no_grad():
            self.linear.weight.copy_(floats([weight]))
            self.linear.bias.fill_(bias)
        self.learning_rate, self.smoothing, self.batch = learning_rate, smoothing, batch

    def fit(self, log: list[tuple[int, float, int]]) -> None:
        """Take the training log, rows of creator, dense feature and click, and count each creator's clicks."""
        self.log = log
        self.clicks, self.shown = {}, {}
        for creator, _, click in log:
            self.clicks[creator] = self.clicks.get(creator, 0) + click
            self.shown[creator] = self.shown.get(creator, 0) + 1
        self.base = sum(self.clicks.values()) / len(log)

    def rate(self, creator: int, clicks: int, shown: int) -> float:
        """The creator's click rate without some clicks and impressions, drawn towards that of the log."""
        left = self.clicks.get(creator, 0) - clicks
        return (left + self.smoothing * self.base) / (self.shown.get(creator, 0) - shown + self.smoothing)

    def features(self) -> list[list[float]]:
        """What the model is trained on: for each row the creator's rate in all others, and the dense feature."""
        return [[self.rate(creator, click, 1), dense] for creator, dense, click in self.log]

    def forward(self, features):
        """The logits (B,) of features (B, 2)."""
        return self.linear(self.norm(features)).squeeze(1)

    def epoch(self) -> list[float]:
        """One pass over the log in batches, in order; the loss of each batch before its step."""
        self.norm.train()
        rows, clicks = floats(self.features()), floats([click for _, _, click in self.log])
        losses = []
        for features, target in zip(rows.split(self.batch), clicks.split(self.batch), strict=True):
            loss = nn.functional.binary_cross_entropy_with_logits(self.forward(features), target)
            self.linear.zero_grad()
            loss.backward()
            with torch.no_grad():
                for parameter in self.linear.parameters():
                    parameter -= self.learning_rate * parameter.grad
            losses.append(loss.item())
        return losses

    @torch.no_grad()
    def predict(self, rows: list[tuple[int, float]]) -> list[float]:
        """The click probability of each row, from its creator and its dense feature."""
        self.norm.eval()
        features = floats([[self.rate(creator, 0, 0), dense] for creator, dense in rows])
        return self.forward(features).sigmoid().tolist()

    def evaluate(self, log: list[tuple[int, float, int]]) -> float:
        """The mean log loss of the predictions for later rows."""
        said = floats(self.predict([(creator, dense) for creator, dense, _ in log]))
        return nn.functional.binary_cross_entropy(said, floats([click for _, _, click in log])).item()

    def state(self) -> dict[str, list[float]]:
        """What serving loads: the statistics of the features, weights and bias."""
        return {
            "mean": self.norm.running_mean.tolist(),
            "variance": self.norm.running_var.tolist(),
            "weight": self.linear.weight.flatten().tolist(),
            "bias": self.linear.bias.tolist(),
        }

    def diagnosis(self) -> dict[str, dict[str, str]]:
        """Name, for each report, the fault and the reading that gives it away."""
        return {
            "report_a": {"fault": "label-in-feature", "signal": "feature-when-the-label-flips"},
            "report_b": {"fault": "served-in-training-mode", "signal": "row-in-two-batches"},
        }
