# group: hidden
import torch


def shares(amounts):
    amounts = torch.tensor(amounts, dtype=torch.float64)
    return amounts / 4
