"""A stable sort of every row, what may not be given behind everything else."""

import torch
from torch import Tensor


def top_items(scores: Tensor, watched: Tensor, k: int) -> Tensor:
    rows, items = scores.shape
    barred = scores.new_zeros((rows, items + 1), dtype=torch.bool)
    barred = barred.scatter(1, torch.where(watched < 0, items, watched), True)[:, :items]
    barred = barred | scores.isnan()  # (B, N)
    by_score = torch.sort(scores, dim=1, descending=True, stable=True).indices
    # What is barred goes behind every score, -inf too: a second stable sort, by the mask alone.
    last = torch.sort(barred.gather(1, by_score).to(torch.int8), dim=1, stable=True)
    ids = by_score.gather(1, last.indices)[:, :k]
    return torch.where(last.values[:, :k] > 0, -1, ids)
