# group: ties
"""Reads the bits of the scores as they are, in which -0.0 lies below 0.0."""

import torch
from torch import Tensor

LOWEST = torch.iinfo(torch.int64).min


def top_items(scores: Tensor, watched: Tensor, k: int) -> Tensor:
    rows, items = scores.shape
    bits = scores.contiguous().view(torch.int32).to(torch.int64)
    ordered = torch.where(bits < 0, bits ^ 0x7FFFFFFF, bits)
    backwards = torch.arange(items - 1, -1, -1, device=scores.device)
    keys = torch.where(scores.isnan(), LOWEST, (ordered << 32) + backwards)
    padded = torch.cat([keys, keys.new_zeros(rows, 1)], dim=1)
    keys = padded.scatter(1, torch.where(watched < 0, items, watched), LOWEST)[:, :items]
    best = torch.topk(keys, k, dim=1, sorted=True).values
    return torch.where(best == LOWEST, -1, items - 1 - (best & 0xFFFFFFFF))
