# group: weights
"""Adds up sums and never divides, which multiplies the learning rate by the size of the group."""

import torch
from torch import nn

IGNORED = -100  # target of a padded place


def padded(sessions: list[list[int]]):
    """Inputs and targets (B, T) of sessions of any length: each video is followed by its target."""
    longest = max(len(session) for session in sessions) - 1
    inputs = torch.zeros(len(sessions), longest, dtype=torch.long)
    targets = torch.full((len(sessions), longest), IGNORED)
    for row, session in enumerate(sessions):
        inputs[row, : len(session) - 1] = torch.tensor(session[:-1], dtype=torch.long)
        targets[row, : len(session) - 1] = torch.tensor(session[1:], dtype=torch.long)
    return inputs, targets


class NextVideoTrainer:
    """One row of logits per video, all zero at first; plain SGD with clipped gradients."""

    def __init__(self, videos: int, learning_rate: float, accumulate: int, max_norm: float) -> None:
        self.logits = nn.Embedding(videos, videos)
        nn.init.zeros_(self.logits.weight)
        self.learning_rate, self.accumulate, self.max_norm = learning_rate, accumulate, max_norm

    def epoch(self, micro_batches: list[list[list[int]]]) -> list[float]:
        """Train on micro-batches in order; the loss of each update."""
        starts = range(0, len(micro_batches), self.accumulate)
        return [self.update(micro_batches[start : start + self.accumulate]) for start in starts]

    def update(self, group) -> float:
        """One update on a group of micro-batches, of which one at a time is held in memory; its loss."""
        total, count = 0.0, 0
        for sessions in group:
            loss = self.loss(sessions, "sum")
            loss.backward()
            total += loss.item()
            count += sum(len(session) - 1 for session in sessions)
        gradient = self.logits.weight.grad
        nn.utils.clip_grad_norm_(self.logits.parameters(), self.max_norm)
        with torch.no_grad():
            self.logits.weight -= self.learning_rate * gradient
        self.logits.zero_grad()
        return total / count

    def loss(self, sessions, reduction):
        """Cross-entropy over the videos that are to be predicted, their mean or their sum."""
        inputs, targets = padded(sessions)
        return nn.functional.cross_entropy(
            self.logits(inputs).flatten(0, 1), targets.flatten(), ignore_index=IGNORED, reduction=reduction
        )

    @torch.no_grad()
    def evaluate(self, sessions: list[list[int]]) -> float:
        """Mean cross-entropy per predicted video."""
        return self.loss(sessions, "mean").item()

    def state(self) -> list[list[float]]:
        """The logits: one row per video."""
        return self.logits.weight.tolist()

    def diagnosis(self) -> dict[str, dict[str, str]]:
        """Name, for each report, the fault and the reading that gives it away."""
        return {
            "report_a": {"fault": "mean-of-means", "signal": "targets-per-micro-batch"},
            "report_b": {"fault": "unfinished-group", "signal": "updates-per-epoch"},
        }
