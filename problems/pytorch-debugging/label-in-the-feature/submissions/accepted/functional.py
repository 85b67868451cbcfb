"""Without modes: training normalises by the batch and updates the statistics, serving is another function that reads them."""

from collections import Counter

import torch
from torch.nn import functional


def floats(values):
    """A tensor of float32."""
    return torch.tensor(values, dtype=torch.float32)


class ClickModel:
    """Two features normalised by the batch or by what was seen, then logistic regression trained by plain SGD."""

    def __init__(
        self, weight: list[float], bias: float, learning_rate: float, smoothing: float, batch: int
    ) -> None:
        self.mean, self.variance = torch.zeros(2), torch.ones(2)
        self.weight, self.bias = floats(weight), bias
        self.learning_rate, self.smoothing, self.batch = learning_rate, smoothing, batch

    def fit(self, log: list[tuple[int, float, int]]) -> None:
        """Take the training log, rows of creator, dense feature and click, and count each creator's clicks."""
        self.log = log
        self.shown = Counter(creator for creator, _, _ in log)
        self.clicks = Counter(creator for creator, _, click in log if click)
        self.prior = self.smoothing * self.clicks.total() / len(log)

    def features(self) -> list[list[float]]:
        """What the model is trained on: for each row the creator's rate in all others, and the dense feature."""
        return [
            [(self.clicks[creator] - click + self.prior) / (self.shown[creator] - 1 + self.smoothing), dense]
            for creator, dense, click in self.log
        ]

    def epoch(self) -> list[float]:
        """One pass over the log in batches, in order; the loss of each batch before its step."""
        rows, clicks = floats(self.features()), floats([click for _, _, click in self.log])
        return [
            self.step(*pair) for pair in zip(rows.split(self.batch), clicks.split(self.batch), strict=True)
        ]

    def step(self, features, target) -> float:
        """One step on a batch, whose gradient is known: the error times the normalised features."""
        normal = functional.batch_norm(features, self.mean, self.variance, training=True)
        logit = normal @ self.weight + self.bias
        slope = (logit.sigmoid() - target) * self.learning_rate / len(target)
        self.weight = self.weight - slope @ normal
        self.bias -= slope.sum().item()
        return functional.binary_cross_entropy_with_logits(logit, target).item()

    def predict(self, rows: list[tuple[int, float]]) -> list[float]:
        """The click probability of each row, from its creator and its dense feature."""
        rates = [
            [(self.clicks[creator] + self.prior) / (self.shown[creator] + self.smoothing), dense]
            for creator, dense in rows
        ]
        normal = functional.batch_norm(floats(rates), self.mean, self.variance)
        return (normal @ self.weight + self.bias).sigmoid().tolist()

    def evaluate(self, log: list[tuple[int, float, int]]) -> float:
        """The mean log loss of the predictions for later rows."""
        said = floats(self.predict([(creator, dense) for creator, dense, _ in log]))
        return functional.binary_cross_entropy(said, floats([click for _, _, click in log])).item()

    def state(self) -> dict[str, list[float]]:
        """What serving loads: the statistics of the features, weights and bias."""
        return {
            "mean": self.mean.tolist(),
            "variance": self.variance.tolist(),
            "weight": self.weight.tolist(),
            "bias": [self.bias],
        }

    def diagnosis(self) -> dict[str, dict[str, str]]:
        """Name, for each report, the fault and the reading that gives it away."""
        return {
            "report_a": {"fault": "label-in-feature", "signal": "feature-when-the-label-flips"},
            "report_b": {"fault": "served-in-training-mode", "signal": "row-in-two-batches"},
        }
