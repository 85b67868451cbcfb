"""The gradients written out: each task's error goes back through its head, weighted, into one shared layer."""

import torch


def floats(values):
    """A tensor of float32."""
    return torch.tensor(values, dtype=torch.float32)


class TwoTasks:
    """A shared layer (K, D), a head (K,) per task, and a log-variance per task; plain SGD on all of them."""

    def __init__(
        self, shared: list[list[float]], watch: list[float], like: list[float], learning_rate: float
    ) -> None:
        self.shared, self.heads = floats(shared), floats([watch, like])
        self.log_variance, self.learning_rate = torch.zeros(2), learning_rate

    def step(self, features: list[list[float]], watched: list[float], liked: list[int]) -> dict[str, float]:
        """One update on a batch; the losses before it."""
        rows, labels = floats(features), floats(liked)
        known = (labels >= 0).float()
        there = floats([1.0, float(known.any())])  # which tasks have labels
        hidden = torch.tanh(rows @ self.shared.T)
        output = hidden @ self.heads.T  # (B, 2)
        counts = floats([len(rows), max(1.0, known.sum().item())])
        error = torch.stack(
            [output[:, 0] - floats(watched), known * (output[:, 1].sigmoid() - labels)], dim=1
        )
        cost = known * (torch.nn.functional.softplus(output[:, 1]) - labels * output[:, 1])
        losses = torch.stack([error[:, 0].square().sum(), cost.sum()]) / counts
        weights = torch.exp(-self.log_variance) * there
        total = (weights * losses + there * self.log_variance).sum()
        back = error * weights * floats([2.0, 1.0]) / counts  # (B, 2)
        inner = back @ self.heads * (1 - hidden.square())  # (B, K)
        self.heads = self.heads - self.learning_rate * back.T @ hidden
        self.shared = self.shared - self.learning_rate * inner.T @ rows
        self.log_variance = self.log_variance - self.learning_rate * (there - weights * losses)
        return {"watch": losses[0].item(), "like": losses[1].item(), "total": total.item()}

    def predict(self, features: list[list[float]]) -> dict[str, list[float]]:
        """Watch time and the probability of a like, row by row."""
        watch, logit = self.heads @ torch.tanh(floats(features) @ self.shared.T).T
        return {"watch": watch.tolist(), "like": logit.sigmoid().tolist()}

    def weights(self) -> list[float]:
        """What the losses of watching and liking are multiplied by at present."""
        return torch.exp(-self.log_variance).tolist()

    def state(self) -> dict[str, list]:
        """All parameters."""
        watch, like = self.heads.tolist()
        return {
            "shared": self.shared.tolist(),
            "watch": watch,
            "like": like,
            "log_variance": self.log_variance.tolist(),
        }

    def diagnosis(self) -> dict[str, dict[str, str]]:
        """Name, for each report, the fault and the reading that gives it away."""
        return {
            "report_a": {"fault": "weights-unbounded", "signal": "weights-over-time"},
            "report_b": {"fault": "unknown-as-negative", "signal": "likes-by-age"},
            "report_c": {"fault": "stopped-gradient", "signal": "shared-gradient-by-task"},
        }
