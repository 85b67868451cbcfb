# group: watched
"""Clamps the fillers to item 0, which is lost for whoever has watched less than the others."""

import torch
from torch import Tensor


def top_items(scores: Tensor, watched: Tensor, k: int) -> Tensor:
    barred = torch.zeros_like(scores, dtype=torch.bool).scatter(1, watched.clamp(min=0), True)
    barred = barred | scores.isnan()
    by_score = torch.sort(scores.masked_fill(barred, -torch.inf), dim=1, descending=True, stable=True).indices
    last = torch.sort(barred.gather(1, by_score).to(torch.int8), dim=1, stable=True)
    return torch.where(last.values[:, :k] > 0, -1, by_score.gather(1, last.indices)[:, :k])
