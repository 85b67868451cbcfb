"""Runs in a cell with a device, beside solution.py: moves inputs onto it, times a call, gives the result back.

`place` is "cuda"; with "cpu" everything is done alike without a device. The host does not rely on what this file says:
the candidate's code shares its process, and could change it. What it says is held against the host's own clock.
"""

from __future__ import annotations

import importlib
import sys
import time
from pathlib import Path
from typing import Any

import torch

sys.path.insert(0, str(Path(__file__).resolve().parent))

MODULE = "solution"
PATTERN = 0xA5  # as float32 and as float16 a number that nobody takes for a result
CHUNK, LEAST_CHUNK = 1 << 30, 1 << 20
CPU_BYTES = 64 << 20
CACHE_TIMES = 4
ROUNDS = 5
_buffers: dict[str, torch.Tensor] = {}


def call(name: str, args: list[Any], kwargs: dict[str, Any], place: str) -> dict[str, Any]:
    """{"value": what solution.name gives, "device_s": seconds it took on the device}."""
    function = _named(name)
    moved, named = _moved(args, place), _moved(kwargs, place)
    flush(place)
    clock = Clock(place)
    value = function(*moved, **named)
    return {"device_s": clock.stop(), "value": _moved(value, "cpu")}


def idle(args: list[Any], place: str) -> None:
    """Everything that `call` does around the function, so that its cost is known."""
    _moved(args, place)
    flush(place)
    Clock(place).stop()


class Clock:
    """Events on the device, with everything before and after it done."""

    def __init__(self, place: str) -> None:
        self.on_device = place == "cuda"
        if self.on_device:
            torch.cuda.synchronize()
            self._begin, self._end = (torch.cuda.Event(enable_timing=True) for _ in range(2))
            self._begin.record()
        else:
            self._began = time.perf_counter()

    def stop(self) -> float:
        """Seconds since it was made."""
        if not self.on_device:
            return time.perf_counter() - self._began
        self._end.record()
        torch.cuda.synchronize()
        return float(self._begin.elapsed_time(self._end)) / 1000


def flush(place: str) -> None:
    """Write a buffer larger than the last cache, so that no input is found there."""
    if place not in _buffers:
        size = CPU_BYTES
        if place == "cuda":
            size = max(
                size, CACHE_TIMES * int(getattr(torch.cuda.get_device_properties(0), "L2_cache_size", 0))
            )
        _buffers[place] = torch.empty(size, dtype=torch.uint8, device=place)
    _buffers[place].zero_()


def poison(place: str) -> int:
    """Fill the memory that is free with a pattern; the bytes filled. The end of this process frees it again."""
    held, size, total = [], CHUNK if place == "cuda" else LEAST_CHUNK, 0
    while size >= LEAST_CHUNK and (place == "cuda" or total < CPU_BYTES):
        try:
            held.append(torch.full((size,), PATTERN, dtype=torch.uint8, device=place))
            total += size
        except RuntimeError:  # no piece of that size is left
            size //= 2
    if place == "cuda":
        torch.cuda.synchronize()
    return total


def peaks(place: str, types: list[str]) -> dict[str, Any]:
    """{"bytes_s": of a copy, reads and writes, "flops_s": {type: of a matrix product}}: the best of some rounds."""
    side, size = (8192, 1 << 30) if place == "cuda" else (256, 16 << 20)
    source, target = (torch.ones(size, dtype=torch.uint8, device=place) for _ in range(2))
    moved = 2 * size / _quickest(lambda: target.copy_(source), place)
    flops = {}
    for name in types:
        left, right = (torch.ones((side, side), dtype=getattr(torch, name), device=place) for _ in range(2))
        flops[name] = 2 * side**3 / _quickest(lambda left=left, right=right: left @ right, place)
    return {"bytes_s": moved, "flops_s": flops}


def _quickest(work: Any, place: str) -> float:
    times = []
    for _ in range(ROUNDS):
        clock = Clock(place)
        work()
        times.append(clock.stop())
    return max(min(times), 1e-9)


def _named(name: str) -> Any:
    module = importlib.import_module(MODULE)
    try:
        return getattr(module, name)
    except AttributeError:
        raise NameError(f"{MODULE}.py defines no {name!r}") from None


def _moved(value: Any, place: str) -> Any:
    """The value with every tensor in it at that place."""
    match value:
        case torch.Tensor():
            return value.detach().to(place) if place == "cpu" else value.to(place)
        case list():
            return [_moved(part, place) for part in value]
        case tuple():
            return tuple(_moved(part, place) for part in value)
        case dict():
            return {key: _moved(part, place) for key, part in value.items()}
    return value
