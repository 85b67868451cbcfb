# group: weights
"""Finishes the last group but gives every micro-batch the same weight, however many videos it predicts."""

import torch
from torch import nn


class NextVideoTrainer:
    """One row of logits per video, all zero at first; plain SGD with clipped gradients."""

    def __init__(self, videos: int, learning_rate: float, accumulate: int, max_norm: float) -> None:
        self.logits = torch.zeros(videos, videos, requires_grad=True)
        self.learning_rate, self.accumulate, self.max_norm = learning_rate, accumulate, max_norm

    def epoch(self, micro_batches: list[list[list[int]]]) -> list[float]:
        """Train on micro-batches in order; the loss of each update."""
        losses = []
        for start in range(0, len(micro_batches), self.accumulate):
            group = micro_batches[start : start + self.accumulate]
            counts = [sum(map(len, sessions)) - len(sessions) for sessions in group]
            losses.append(0.0)
            for sessions, count in zip(group, counts, strict=True):
                part = self.loss(sessions) / len(group)
                part.backward()
                losses[-1] += part.item()
            self.update()
        return losses

    def loss(self, sessions):
        """Mean cross-entropy over the videos that are to be predicted."""
        before = torch.tensor([video for session in sessions for video in session[:-1]])
        after = torch.tensor([video for session in sessions for video in session[1:]])
        return nn.functional.cross_entropy(self.logits[before], after)

    def update(self) -> None:
        """Clip, step, and forget the gradient."""
        nn.utils.clip_grad_norm_([self.logits], self.max_norm)
        with torch.no_grad():
            self.logits -= self.learning_rate * self.logits.grad
        self.logits.grad = None

    @torch.no_grad()
    def evaluate(self, sessions: list[list[int]]) -> float:
        """Mean cross-entropy per predicted video."""
        return self.loss(sessions).item()

    def state(self) -> list[list[float]]:
        """The logits: one row per video."""
        return self.logits.tolist()

    def diagnosis(self) -> dict[str, dict[str, str]]:
        """Name, for each report, the fault and the reading that gives it away."""
        return {
            "report_a": {"fault": "mean-of-means", "signal": "targets-per-micro-batch"},
            "report_b": {"fault": "unfinished-group", "signal": "updates-per-epoch"},
        }
