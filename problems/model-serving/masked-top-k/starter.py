"""Of each row of scores the best items that were not watched."""

import torch
from torch import Tensor


def top_items(scores: Tensor, watched: Tensor, k: int) -> Tensor:
    """Ids (B, k) of the highest of scores (B, N) without watched (B, W), whose rows are filled up with -1."""
    scores = scores.scatter(1, watched.clamp(min=0), 0.0)
    return torch.topk(scores, k).indices
