# group: samples
"""Masks: non-finite losses and gradients become 0, so saturated batches teach nothing."""

import torch
from torch import nn

USERS, VIDEOS, HISTORY, DIM = 400, 240, 4, 16
BATCH, LEARNING_RATE = 128, 0.03


def diagnosis():
    """Name, for each run of the incident report, the fault and the column that gives it away."""
    return {
        "run_a": {"fault": "saturated-log", "signal": "max_logit"},
        "run_b": {"fault": "zero-norm", "signal": "bad_grads"},
    }


def dense_features(raw):
    """Turn (B, 3) raw columns into (B, 4): never-visited flag and three log counts."""
    # days_since_visit is -1 for somebody who has never been here: a flag, and 0 in the count.
    never = (raw[:, :1] < 0).float()
    return torch.cat([never, torch.log1p(raw.clamp(min=0.0))], dim=1)


def unit_length(vectors):
    """Scale each row of (B, D) to length 1; an all-zero row stays zero."""
    length = vectors.square().sum(dim=1, keepdim=True).sqrt()
    return torch.where(length > 0, vectors / length, torch.zeros_like(vectors))


class Ranker(nn.Module):
    """Logit that a user finishes a video: id embeddings, taste from the history, a dense tower."""

    def __init__(self):
        super().__init__()
        self.user = nn.Embedding(USERS + 1, DIM)
        self.video = nn.Embedding(VIDEOS + 1, DIM, padding_idx=0)  # 0 pads a short history
        self.video_bias = nn.Embedding(VIDEOS + 1, 1)
        self.taste = nn.Linear(DIM, DIM, bias=False)
        self.tower = nn.Sequential(nn.Linear(4 + DIM, 32), nn.ReLU(), nn.Linear(32, 1))
        for table in (self.user, self.video):
            nn.init.normal_(table.weight, std=0.1)
        nn.init.zeros_(self.video_bias.weight)
        with torch.no_grad():
            self.video.weight[0].zero_()

    def forward(self, user, video, history, dense):
        """Return logits (B,) for user (B,), video (B,), history (B, H), dense (B, 3)."""
        shown = self.video(video)  # (B, D)
        watched = self.video(history).sum(dim=1) / (history > 0).sum(dim=1, keepdim=True).clamp(min=1)
        taste = unit_length(self.taste(watched))  # (B, D)
        match = ((self.user(user) + taste) * shown).sum(dim=1)  # (B,)
        tower = self.tower(torch.cat([dense_features(dense), shown], dim=1)).squeeze(1)  # (B,)
        return match + tower + self.video_bias(video).squeeze(1)


def ranking_loss(logit, finished):
    """Mean log loss of logits (B,) against labels (B,) in {0, 1}."""
    probability = torch.sigmoid(logit)
    return -(finished * torch.log(probability) + (1 - finished) * torch.log(1 - probability)).mean()


def as_tensors(columns):
    """Return the columns of a log, or a saved state, as tensors."""
    return {name: torch.as_tensor(column) for name, column in columns.items()}


def forward(model, log):
    """Return the logits (N,) of every row of a log."""
    return model(log["user"], log["video"], log["history"], log["dense"])


def train(log, seed):
    """Train on a log in order; return {"loss": one float per step, "state": name -> tensor}."""
    torch.manual_seed(seed)
    log = as_tensors(log)
    model = Ranker()
    optimizer = torch.optim.Adam(model.parameters(), lr=LEARNING_RATE, betas=(0.9, 0.95))
    losses = []
    for start in range(0, len(log["user"]), BATCH):
        batch = {name: column[start : start + BATCH] for name, column in log.items()}
        loss = ranking_loss(forward(model, batch), batch["finished"])
        optimizer.zero_grad()
        loss = torch.nan_to_num(loss, nan=0.0, posinf=0.0)
        loss.backward()
        for parameter in model.parameters():
            parameter.grad = torch.nan_to_num(parameter.grad, nan=0.0, posinf=0.0, neginf=0.0)
        optimizer.step()
        losses.append(loss.item())
    return {"loss": losses, "state": dict(model.state_dict())}


def restore(state):
    """Return the ranker that a state from train() describes."""
    model = Ranker()
    model.load_state_dict(as_tensors(state))
    return model.eval()


@torch.no_grad()
def predict(state, log):
    """Return the probability (N,) that each row of an unlabelled log is finished."""
    return torch.sigmoid(forward(restore(state), as_tensors(log)))


@torch.no_grad()
def evaluate(state, log):
    """Return the mean log loss of a labelled log, as the dashboard shows it."""
    log = as_tensors(log)
    return torch.nan_to_num(ranking_loss(forward(restore(state), log), log["finished"])).item()
