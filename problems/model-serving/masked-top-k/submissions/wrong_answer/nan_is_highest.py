# group: numbers
"""Leaves NaN to the sort, which puts it above everything."""

import torch
from torch import Tensor


def top_items(scores: Tensor, watched: Tensor, k: int) -> Tensor:
    rows, items = scores.shape
    barred = scores.new_zeros((rows, items + 1), dtype=torch.bool)
    barred = barred.scatter(1, torch.where(watched < 0, items, watched), True)[:, :items]
    by_score = torch.sort(scores.masked_fill(barred, -torch.inf), dim=1, descending=True, stable=True).indices
    last = torch.sort(barred.gather(1, by_score).to(torch.int8), dim=1, stable=True)
    return torch.where(last.values[:, :k] > 0, -1, by_score.gather(1, last.indices)[:, :k])
