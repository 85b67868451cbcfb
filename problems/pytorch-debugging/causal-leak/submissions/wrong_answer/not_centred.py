# group: centring
"""Takes the mean out altogether."""

import torch
from torch import nn

IGNORED = -100  # target of a padded place


def padded(sessions: list[list[int]], fill: int):
    """Sessions as (B, T), filled up on the right."""
    longest = max(map(len, sessions))
    return torch.tensor([session + [fill] * (longest - len(session)) for session in sessions])


class SessionModel:
    """A table of vectors for what was watched and one for what may come next, both (V, D)."""

    def __init__(self, inputs: list[list[float]], outputs: list[list[float]]) -> None:
        self.inputs = torch.tensor(inputs, dtype=torch.float32, requires_grad=True)
        self.outputs = torch.tensor(outputs, dtype=torch.float32, requires_grad=True)

    def forward(self, sessions):
        """The logits (B, T, V) at each position of padded sessions."""
        vectors = self.inputs[padded(sessions, 0)]  # (B, T, D)
        centred = vectors
        scores = centred @ centred.mT / vectors.shape[2] ** 0.5  # (B, T, T)
        later = torch.ones_like(scores).triu(diagonal=1).bool()
        weights = scores.masked_fill(later, -torch.inf).softmax(dim=2)
        return weights @ centred @ self.outputs.T

    @torch.no_grad()
    def logits(self, sessions: list[list[int]]) -> list[list[list[float]]]:
        """For each session the logits at each of its positions."""
        found = self.forward(sessions)
        return [row[: len(session)].tolist() for row, session in zip(found, sessions, strict=True)]

    def next(self, session: list[int]) -> list[float]:
        """The logits for what follows a session, as serving asks for them."""
        return self.logits([session])[0][-1]

    def mean_loss(self, sessions):
        """Cross-entropy of every video but the first, given those before it; the mean over all of them."""
        logits = self.forward([session[:-1] for session in sessions])
        targets = padded([session[1:] for session in sessions], IGNORED)
        return nn.functional.cross_entropy(logits.flatten(0, 1), targets.flatten(), ignore_index=IGNORED)

    def loss(self, sessions: list[list[int]]) -> float:
        """The mean loss of a batch of sessions."""
        return self.mean_loss(sessions).item()

    def gradients(self, sessions: list[list[int]]) -> dict[str, list[list[float]]]:
        """The gradient of the loss by both tables."""
        slopes = torch.autograd.grad(self.mean_loss(sessions), [self.inputs, self.outputs])
        return {"inputs": slopes[0].tolist(), "outputs": slopes[1].tolist()}

    def diagnosis(self) -> dict[str, dict[str, str]]:
        """Name, for each report, the fault and the reading that gives it away."""
        return {
            "report_a": {"fault": "mask-off-by-one", "signal": "weights-right-of-diagonal"},
            "report_b": {"fault": "centred-over-session", "signal": "inputs-when-the-end-changes"},
        }
