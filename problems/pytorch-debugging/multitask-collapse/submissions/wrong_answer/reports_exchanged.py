# group: diagnosis
"""Repairs all three and exchanges two reports."""

import torch
from torch.nn import functional

UNKNOWN = -1  # a like that may still come


def floats(values):
    """A tensor of float32."""
    return torch.tensor(values, dtype=torch.float32)


class TwoTasks:
    """A shared layer (K, D), a head (K,) per task, and a log-variance per task; plain SGD on all of them."""

    def __init__(
        self, shared: list[list[float]], watch: list[float], like: list[float], learning_rate: float
    ) -> None:
        self.shared, self.watch, self.like = floats(shared), floats(watch), floats(like)
        self.log_variance = torch.zeros(2)
        self.parameters = [self.shared, self.watch, self.like, self.log_variance]
        for parameter in self.parameters:
            parameter.requires_grad_()
        self.learning_rate = learning_rate

    def forward(self, features):
        """Predicted watch time (B,) and the logit of a like (B,)."""
        hidden = torch.tanh(floats(features) @ self.shared.T)  # (B, K)
        return hidden @ self.watch, hidden @ self.like

    def step(self, features: list[list[float]], watched: list[float], liked: list[int]) -> dict[str, float]:
        """One update on a batch; the losses before it."""
        seconds, logit = self.forward(features)
        watch = functional.mse_loss(seconds, floats(watched))
        known = [label != UNKNOWN for label in liked]
        total = torch.exp(-self.log_variance[0]) * watch + self.log_variance[0]
        like = torch.tensor(0.0)
        if any(known):
            like = functional.binary_cross_entropy_with_logits(logit[known], floats(liked)[known])
            total = total + torch.exp(-self.log_variance[1]) * like + self.log_variance[1]
        total.backward()
        with torch.no_grad():
            for parameter in self.parameters:
                if parameter.grad is not None:
                    parameter -= self.learning_rate * parameter.grad
                parameter.grad = None
        return {"watch": watch.item(), "like": like.item(), "total": total.item()}

    @torch.no_grad()
    def predict(self, features: list[list[float]]) -> dict[str, list[float]]:
        """Watch time and the probability of a like, row by row."""
        seconds, logit = self.forward(features)
        return {"watch": seconds.tolist(), "like": logit.sigmoid().tolist()}

    @torch.no_grad()
    def weights(self) -> list[float]:
        """What the losses of watching and liking are multiplied by at present."""
        return torch.exp(-self.log_variance).tolist()

    def state(self) -> dict[str, list]:
        """All parameters."""
        names = ("shared", "watch", "like", "log_variance")
        return {name: value.tolist() for name, value in zip(names, self.parameters, strict=True)}

    def diagnosis(self) -> dict[str, dict[str, str]]:
        """Name, for each report, the fault and the reading that gives it away."""
        return {
            "report_c": {"fault": "weights-unbounded", "signal": "weights-over-time"},
            "report_b": {"fault": "unknown-as-negative", "signal": "likes-by-age"},
            "report_a": {"fault": "stopped-gradient", "signal": "shared-gradient-by-task"},
        }
