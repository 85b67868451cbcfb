"""An integer key per item, the ordered bits of its score above those of its id, so that topk has no equals to choose from."""

import torch
from torch import Tensor

LOWEST = torch.iinfo(torch.int64).min


def top_items(scores: Tensor, watched: Tensor, k: int) -> Tensor:
    rows, items = scores.shape
    bits = (scores + 0.0).contiguous().view(torch.int32).to(torch.int64)  # -0.0 + 0.0 is 0.0
    ordered = torch.where(bits < 0, bits ^ 0x7FFFFFFF, bits)
    backwards = torch.arange(items - 1, -1, -1, device=scores.device)
    keys = torch.where(scores.isnan(), LOWEST, (ordered << 32) + backwards)  # (B, N)
    padded = torch.cat([keys, keys.new_zeros(rows, 1)], dim=1)
    keys = padded.scatter(1, torch.where(watched < 0, items, watched), LOWEST)[:, :items]
    best = torch.topk(keys, k, dim=1, sorted=True).values
    return torch.where(best == LOWEST, -1, items - 1 - (best & 0xFFFFFFFF))
