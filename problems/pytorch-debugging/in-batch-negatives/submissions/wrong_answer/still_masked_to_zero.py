# group: excluded
"""Repairs the correction; an excluded column still has the logit 0, which is a negative like any other."""

import torch
from torch import nn


def floats(values):
    """A tensor of float32."""
    return torch.tensor(values, dtype=torch.float32)


class TwoTowerLoss:
    """Softmax over the batch; the items of other rows are negatives, drawn as often as they are watched."""

    def __init__(self, counts: list[int], temperature: float) -> None:
        self.log_q = torch.log(floats(counts) / sum(counts))
        self.temperature = temperature

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
        self.of_vectors(*vectors, ids, watched).backward()
        return {"users": vectors[0].grad.tolist(), "items": vectors[1].grad.tolist()}

    def of_vectors(self, users, items, ids, watched):
        """The loss for users (B, D) and items (B, D)."""
        logits = users @ items.T / self.temperature - self.log_q[ids]  # (B, B)
        logits = logits * ~self.excluded(ids, watched)
        return nn.functional.cross_entropy(logits, torch.arange(len(ids)))

    def excluded(self, ids, watched):
        """(B, B): column j is no negative for row i, being the same item, or one that the user has watched."""
        return torch.tensor(
            [
                [i != j and (ids[j] == ids[i] or ids[j] in watched[i]) for j in range(len(ids))]
                for i in range(len(ids))
            ]
        )

    def score(self, user: list[float], items: list[list[float]]) -> list[float]:
        """What retrieval ranks by: the dot product alone."""
        return (floats(items) @ floats(user)).tolist()

    def diagnosis(self) -> dict[str, dict[str, str]]:
        """Name, for each report, the fault and the reading that gives it away."""
        return {
            "report_a": {"fault": "masked-to-zero", "signal": "loss-without-negatives"},
            "report_b": {"fault": "correction-scaled", "signal": "loss-of-zero-vectors"},
        }
