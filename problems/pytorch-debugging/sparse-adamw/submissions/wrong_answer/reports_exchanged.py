# group: diagnosis
"""Repairs all three and exchanges two reports."""

import torch

EPSILON = 1e-8


def floats(values):
    """A tensor of float32."""
    return torch.tensor(values, dtype=torch.float32)


class TableAdamW:
    """The rows of the table with their moments."""

    def __init__(
        self, rows: list[list[float]], learning_rate: float, beta1: float, beta2: float, weight_decay: float
    ) -> None:
        self.rows = floats(rows)
        self.first, self.second = torch.zeros_like(self.rows), torch.zeros_like(self.rows)
        self.counts = torch.zeros(len(rows), 1)
        self.learning_rate, self.beta1, self.beta2 = learning_rate, beta1, beta2
        self.weight_decay = weight_decay

    def update(self, ids: list[int], gradients: list[list[float]]) -> None:
        """One step: gradients[i] is the gradient that the i-th entry of the batch has for row ids[i]."""
        there, place = torch.tensor(ids).unique(return_inverse=True)
        gradient = torch.zeros_like(self.rows[there]).index_add(0, place, floats(gradients))
        self.counts[there] += 1
        first = self.beta1 * self.first[there] + (1 - self.beta1) * gradient
        second = self.beta2 * self.second[there] + (1 - self.beta2) * gradient.square()
        self.first[there], self.second[there] = first, second
        first = first / (1 - self.beta1 ** self.counts[there])
        second = second / (1 - self.beta2 ** self.counts[there])
        kept = self.rows[there] * (1 - self.learning_rate * self.weight_decay)
        self.rows[there] = kept - self.learning_rate * first / (second.sqrt() + EPSILON)

    def lookup(self, ids: list[int]) -> list[list[float]]:
        """The rows of the ids, in their order."""
        return self.rows[ids].tolist()

    def diagnosis(self) -> dict[str, dict[str, str]]:
        """Name, for each report, the fault and the reading that gives it away."""
        return {
            "report_b": {"fault": "dense-step", "signal": "absent-rows"},
            "report_a": {"fault": "shared-step-count", "signal": "first-step-length"},
            "report_c": {"fault": "repeats-overwritten", "signal": "one-row-twice"},
        }
