"""Runs in a cell with a device, as a candidate's code would: what PyTorch can use there, or why it can use nothing."""

from __future__ import annotations

from typing import Any


def facts() -> dict[str, Any] | str:
    """Name, memory in bytes, compute capability, versions of CUDA and PyTorch; or in words what is missing."""
    import torch

    if not torch.cuda.is_available():
        return "PyTorch finds no CUDA device in the cell"
    try:
        ones = torch.ones(1024, device="cuda")
        if float((ones + ones).sum()) != 2048.0:
            return "the device adds wrongly"
        about = torch.cuda.get_device_properties(0)
    except (RuntimeError, AssertionError) as error:
        return f"the device cannot be used: {error}"
    return {
        "name": about.name,
        "memory_bytes": int(about.total_memory),
        "capability": f"{about.major}.{about.minor}",
        "driver": str(torch.version.cuda),
        "torch": torch.__version__,
    }
