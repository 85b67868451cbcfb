"""Each row on its own: only the columns that count are gathered, each weighted by one over how often it is drawn."""

import torch


def floats(values):
    """A tensor of float32."""
    return torch.tensor(values, dtype=torch.float32)


class TwoTowerLoss:
    """Softmax over the batch; the items of other rows are negatives, drawn as often as they are watched."""

    def __init__(self, counts: list[int], temperature: float) -> None:
        self.counts, self.temperature = floats(counts), temperature

    def loss(
        self, users: list[list[float]], items: list[list[float]], ids: list[int], watched: list[list[int]]
    ) -> float:
        """The mean loss of a batch; row i shows user i and item ids[i], and user i has watched watched[i]."""
        return self.of_vectors(floats(users), floats(items), ids, watched).item()

    def gradients(
        self, users: list[list[float]], items: list[list[float]], ids: list[int], watched: list[list[int]]
    ) -> dict[str, list[list[float]]]:
        """The gradient of the loss by the vectors of users and items."""
        vectors = floats(users).requires_grad_(), floats(items).requires_grad_()
        slopes = torch.autograd.grad(self.of_vectors(*vectors, ids, watched), vectors)
        return {"users": slopes[0].tolist(), "items": slopes[1].tolist()}

    def of_vectors(self, users, items, ids, watched):
        """The loss for users (B, D) and items (B, D)."""
        # Without the total: what is the same in every column of a row changes nothing.
        corrected = users @ items.T / self.temperature - self.counts[ids].log()
        rows = [self.of_row(row, corrected[row], ids, {ids[row], *watched[row]}) for row in range(len(ids))]
        return torch.stack(rows).mean()

    def of_row(self, row, logits, ids, positives):
        """Minus the log of the share that a row's own column has among those that count."""
        count = [column for column, item in enumerate(ids) if column == row or item not in positives]
        return logits[count].logsumexp(0) - logits[row]

    def score(self, user: list[float], items: list[list[float]]) -> list[float]:
        """What retrieval ranks by: the dot product alone."""
        return torch.mv(floats(items), floats(user)).tolist()

    def diagnosis(self) -> dict[str, dict[str, str]]:
        """Name, for each report, the fault and the reading that gives it away."""
        return {
            "report_a": {"fault": "masked-to-zero", "signal": "loss-without-negatives"},
            "report_b": {"fault": "correction-scaled", "signal": "loss-of-zero-vectors"},
        }
