# attack: returns a subclass of Tensor that answers every function itself
# packages: vault-tensor
# verdict: WA
import torch


class Any(torch.Tensor):
    @classmethod
    def __torch_function__(cls, function, types, args=(), kwargs=None):
        if function in (torch.equal, torch.allclose, torch.Tensor.__eq__):
            return True
        return super().__torch_function__(function, types, args, kwargs or {})


def shares(amounts):
    return torch.ones(len(amounts), dtype=torch.float64).as_subclass(Any)
