# group: collateral
"""Starts the worker's generator again for each row, so that all rows of a worker draw alike."""

import numpy as np
import torch
from torch.utils.data import DataLoader, Dataset, get_worker_info

VIDEOS, FRAMES, WINDOW, BATCH = 120, 24, 6, 32


class Rows(Dataset):
    """Row i of the log: who made it, a video that was not watched, and where its window of frames starts."""

    def __init__(self, log, seed: int) -> None:
        self.video = log["video"]  # (N,)
        self.rng = np.random.default_rng(seed)

    def __len__(self) -> int:
        return len(self.video)

    def __getitem__(self, row: int) -> dict[str, int]:
        worker = get_worker_info()
        rng = np.random.default_rng(worker.seed) if worker else self.rng
        return {
            "row": row,
            "worker": worker.id if worker else 0,
            "negative": (self.video[row] + rng.integers(1, VIDEOS)) % VIDEOS,
            "start": rng.integers(FRAMES - WINDOW + 1),
        }


def loader(log, workers: int, seed: int) -> DataLoader:
    """Batches of the log in its own order."""
    return DataLoader(
        Rows(log, seed),
        BATCH,
        num_workers=workers,
        generator=torch.Generator().manual_seed(seed),
    )


def collected(batches) -> dict[str, torch.Tensor]:
    """One epoch: each column (N,) of all batches."""
    parts = list(batches)
    return {name: torch.cat([part[name] for part in parts]) for name in parts[0]}


def epochs(log, count: int, workers: int, seed: int) -> list[dict[str, torch.Tensor]]:
    """What training sees in `count` epochs, one after the other."""
    batches = loader(log, workers, seed)
    return [collected(batches) for _ in range(count)]


def diagnosis() -> dict[str, dict[str, str]]:
    """Name, for each report, the fault and the reading that gives it away."""
    return {
        "report_a": {"fault": "copied-generator", "signal": "workers-side-by-side"},
        "report_b": {"fault": "seed-without-epoch", "signal": "seeds-by-epoch"},
    }
