# group: numbers
"""Takes every score of -inf for a masked one."""

import torch
from torch import Tensor


def top_items(scores: Tensor, watched: Tensor, k: int) -> Tensor:
    rows, items = scores.shape
    barred = scores.new_zeros((rows, items + 1), dtype=torch.bool)
    barred = barred.scatter(1, torch.where(watched < 0, items, watched), True)[:, :items]
    found = torch.sort(
        scores.masked_fill(barred | scores.isnan(), -torch.inf), dim=1, descending=True, stable=True
    )
    return torch.where(found.values[:, :k] == -torch.inf, -1, found.indices[:, :k])
