"""Each position is computed from its prefix alone: what is not there cannot leak, and nothing is padded."""

import torch


class SessionModel:
    """A table of vectors for what was watched and one for what may come next, both (V, D)."""

    def __init__(self, inputs: list[list[float]], outputs: list[list[float]]) -> None:
        self.inputs = torch.tensor(inputs, dtype=torch.float32, requires_grad=True)
        self.outputs = torch.tensor(outputs, dtype=torch.float32, requires_grad=True)

    def forward(self, session):
        """The logits (T, V) at each position of one session."""
        centred = []
        found = []
        for end in range(1, len(session) + 1):
            prefix = self.inputs[session[:end]]
            centred.append(prefix[-1] - prefix.mean(dim=0))
            keys = torch.stack(centred)  # (t, D)
            weights = (keys @ keys[-1] / keys.shape[1] ** 0.5).softmax(dim=0)
            found.append(self.outputs @ (weights @ keys))
        return torch.stack(found)

    def logits(self, sessions: list[list[int]]) -> list[list[list[float]]]:
        """For each session the logits at each of its positions."""
        return [self.forward(session).tolist() for session in sessions]

    def next(self, session: list[int]) -> list[float]:
        """The logits for what follows a session, as serving asks for them."""
        return self.forward(session)[-1].tolist()

    def mean_loss(self, sessions):
        """Cross-entropy of every video but the first, given those before it; the mean over all of them."""
        logits = torch.cat([self.forward(session[:-1]) for session in sessions])
        targets = torch.tensor([video for session in sessions for video in session[1:]])
        return torch.nn.functional.cross_entropy(logits, targets)

    def loss(self, sessions: list[list[int]]) -> float:
        """The mean loss of a batch of sessions."""
        return self.mean_loss(sessions).item()

    def gradients(self, sessions: list[list[int]]) -> dict[str, list[list[float]]]:
        """The gradient of the loss by both tables."""
        self.inputs.grad = self.outputs.grad = None
        self.mean_loss(sessions).backward()
        return {"inputs": self.inputs.grad.tolist(), "outputs": self.outputs.grad.tolist()}

    def diagnosis(self) -> dict[str, dict[str, str]]:
        """Name, for each report, the fault and the reading that gives it away."""
        return {
            "report_a": {"fault": "mask-off-by-one", "signal": "weights-right-of-diagonal"},
            "report_b": {"fault": "centred-over-session", "signal": "inputs-when-the-end-changes"},
        }
