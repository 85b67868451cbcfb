# attack: returns tensors without values: on no device, sparse, lazily conjugated, with a graph behind them
# packages: vault-tensor
# verdict: WA
import torch


def shares(amounts):
    size = len(amounts)
    if size == 2:
        return torch.empty(size, device="meta")
    if size == 4:
        return torch.eye(size, dtype=torch.float64).to_sparse()
    if size == 5:
        return torch.conj(torch.zeros(size, dtype=torch.complex128))
    return torch.zeros(size, dtype=torch.float64, requires_grad=True).exp()
