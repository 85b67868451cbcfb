# group: watched
"""The code that the editor opens with: fillers hit item 0, and a watched item beats negative scores."""

import torch
from torch import Tensor


def top_items(scores: Tensor, watched: Tensor, k: int) -> Tensor:
    scores = scores.scatter(1, watched.clamp(min=0), 0.0)
    return torch.topk(scores, k).indices
