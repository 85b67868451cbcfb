# group: collateral
"""Seeds each row apart, and wraps around one video too early: the last one is never a negative."""

import numpy as np
import torch
from torch.utils.data import DataLoader, Dataset, get_worker_info

VIDEOS, FRAMES, WINDOW, BATCH = 120, 24, 6, 32


class Rows(Dataset):
    """Row i of the log: who made it, a video that was not watched, and where its window of frames starts."""

    def __init__(self, log, seed: int) -> None:
        self.video = log["video"]  # (N,)
        self.seed, self.epoch = seed, 0

    def __len__(self) -> int:
        return len(self.video)

    def __getitem__(self, row: int) -> dict[str, int]:
        worker = get_worker_info()
        rng = np.random.default_rng([self.seed, self.epoch, row])
        return {
            "row": row,
            "worker": worker.id if worker else 0,
            "negative": (self.video[row] + rng.integers(1, VIDEOS - 1)) % (VIDEOS - 1),
            "start": rng.integers(FRAMES - WINDOW + 1),
        }


def loader(log, workers: int, seed: int) -> DataLoader:
    """Batches of the log in its own order."""
    return DataLoader(Rows(log, seed), BATCH, num_workers=workers)


def collected(batches) -> dict[str, torch.Tensor]:
    """One epoch: each column (N,) of all batches."""
    parts = list(batches)
    return {name: torch.cat([part[name] for part in parts]) for name in parts[0]}


def epochs(log, count: int, workers: int, seed: int) -> list[dict[str, torch.Tensor]]:
    """What training sees in `count` epochs, one after the other."""
    batches = loader(log, workers, seed)
    found = []
    for epoch in range(count):
        batches.dataset.epoch = epoch  # before the workers are forked, so that they have it
        found.append(collected(batches))
    return found


def diagnosis() -> dict[str, dict[str, str]]:
    """Name, for each report, the fault and the reading that gives it away."""
    return {
        "report_a": {"fault": "copied-generator", "signal": "workers-side-by-side"},
        "report_b": {"fault": "seed-without-epoch", "signal": "seeds-by-epoch"},
    }
