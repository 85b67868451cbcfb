"""Trains a next-video model on sessions, a few at a time, with one update per group of micro-batches."""

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
        losses, total = [], 0.0
        for number, sessions in enumerate(micro_batches, start=1):
            loss = self.loss(sessions) / self.accumulate
            loss.backward()
            total += loss.item()
            if number % self.accumulate == 0:
                self.update()
                losses.append(total)
                total = 0.0
        return losses

    def loss(self, sessions):
        """Mean cross-entropy over the videos that are to be predicted."""
        inputs, targets = padded(sessions)
        return nn.functional.cross_entropy(
            self.logits(inputs).flatten(0, 1), targets.flatten(), ignore_index=IGNORED
        )

    def update(self) -> None:
        """Clip, step, and forget the gradient."""
        nn.utils.clip_grad_norm_(self.logits.parameters(), self.max_norm)
        with torch.no_grad():
            self.logits.weight -= self.learning_rate * self.logits.weight.grad
        self.logits.zero_grad()

    @torch.no_grad()
    def evaluate(self, sessions: list[list[int]]) -> float:
        """Mean cross-entropy per predicted video."""
        return self.loss(sessions).item()

    def state(self) -> list[list[float]]:
        """The logits: one row per video."""
        return self.logits.weight.tolist()

    def diagnosis(self) -> dict[str, dict[str, str]]:
        """Name, for each report, the fault and the reading that gives it away."""
        return {
            "report_a": {"fault": "unknown", "signal": "unknown"},
            "report_b": {"fault": "unknown", "signal": "unknown"},
        }
