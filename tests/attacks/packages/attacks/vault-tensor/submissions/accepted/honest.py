import torch

SOURCE = "cnry-source-reference"


def shares(amounts):
    amounts = torch.tensor(amounts, dtype=torch.float64)
    return amounts / amounts.sum()
