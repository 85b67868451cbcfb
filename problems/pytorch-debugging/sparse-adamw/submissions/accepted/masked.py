"""The whole table at once, with a learning rate of zero and moments that stand still where a row is absent."""

import torch


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
        self.powers = torch.ones(2, len(rows), 1)  # of beta1 and beta2, to the number of a row's updates
        self.learning_rate, self.betas, self.weight_decay = learning_rate, (beta1, beta2), weight_decay

    def update(self, ids: list[int], gradients: list[list[float]]) -> None:
        """One step: gradients[i] is the gradient that the i-th entry of the batch has for row ids[i]."""
        gradient = torch.zeros_like(self.rows)
        for row, part in zip(ids, floats(gradients), strict=True):
            gradient[row] += part
        there = torch.zeros(len(self.rows), 1)
        there[ids] = 1.0
        for moment, target, beta in (
            (self.first, gradient, self.betas[0]),
            (self.second, gradient.square(), self.betas[1]),
        ):
            moment += there * (1 - beta) * (target - moment)
        self.powers *= floats(self.betas).reshape(2, 1, 1) ** there
        rate = self.learning_rate * there
        first, second = torch.stack([self.first, self.second]) / (1 - self.powers + (1 - there))
        self.rows -= rate * (self.weight_decay * self.rows + first / (second.sqrt() + 1e-8))

    def lookup(self, ids: list[int]) -> list[list[float]]:
        """The rows of the ids, in their order."""
        return [self.rows[row].tolist() for row in ids]

    def diagnosis(self) -> dict[str, dict[str, str]]:
        """Name, for each report, the fault and the reading that gives it away."""
        return {
            "report_a": {"fault": "dense-step", "signal": "absent-rows"},
            "report_b": {"fault": "shared-step-count", "signal": "first-step-length"},
            "report_c": {"fault": "repeats-overwritten", "signal": "one-row-twice"},
        }
