"""Random numbers of tests that seed them: the candidate's code draws on from where the tests stand.

Runs in both cells. States go one way, as bytes and numbers: what the candidate's code draws never decides what a test
draws next.
"""

from __future__ import annotations

import importlib
import re
import struct
import sys
from contextlib import suppress
from functools import wraps
from typing import Any

_SEEDS = re.compile(r"\b(?:seed|manual_seed)\s*\(")
_WORDS = struct.Struct("<625I")
_SEEDING = (("random", "seed"), ("numpy.random", "seed"), ("torch", "manual_seed"))
_seeded = [0]
"""How often this process has seeded: the same seed again changes no state that has not been drawn from."""


class Streams:
    """Of the tests' cell: where they stand, if that is not what the other cell was told last."""

    def __init__(self) -> None:
        self._wanted = False
        self._sent: tuple[int, dict[str, Any]] = (0, {})

    def begin(self, source: str) -> None:
        """Another test, of this source: only one that seeds has its streams followed."""
        self._wanted = bool(_SEEDS.search(source))
        if self._wanted:
            for module, name in _SEEDING:
                if module != "torch" or "torch" in source:
                    _count(module, name)
            self._sent = (_seeded[0], _states())

    def changed(self) -> dict[str, Any]:
        """The states that the other cell is to take, if any."""
        if not self._wanted:
            return {}
        now = (_seeded[0], _states())
        changed = {} if now == self._sent else now[1]
        self._sent = now
        return changed


def _count(module: str, name: str) -> None:
    """Have calls of a function that seeds counted."""
    with suppress(ImportError):
        home = importlib.import_module(module)
        seed = getattr(home, name)
        if hasattr(seed, "_counts"):
            return

        @wraps(seed)
        def counting(*args: Any, **kwargs: Any) -> Any:
            _seeded[0] += 1
            return seed(*args, **kwargs)

        counting._counts = True  # type: ignore[attr-defined]
        setattr(home, name, counting)


def _states() -> dict[str, Any]:
    """The state of each global stream there is, as plain data."""
    states: dict[str, Any] = {}
    if random := sys.modules.get("random"):
        version, words, gauss = random.getstate()
        states["random"] = (version, _WORDS.pack(*words), gauss)
    if numpy := sys.modules.get("numpy"):
        name, key, position, has_gauss, gauss = numpy.random.get_state()
        states["numpy"] = (name, key.tobytes(), int(position), int(has_gauss), float(gauss))
    if torch := sys.modules.get("torch"):
        states["torch"] = torch.random.get_rng_state().numpy().tobytes()
    return states


def follow(states: dict[str, Any]) -> None:
    """Of the candidate's cell: have its streams stand there."""
    if "random" in states:
        import random

        version, words, gauss = states["random"]
        random.setstate((version, _WORDS.unpack(words), gauss))
    if "numpy" in states and (numpy := sys.modules.get("numpy")):
        name, key, *rest = states["numpy"]
        numpy.random.set_state((name, numpy.frombuffer(key, dtype=numpy.uint32), *rest))
    if "torch" in states and (torch := sys.modules.get("torch")):
        torch.random.set_rng_state(torch.frombuffer(bytearray(states["torch"]), dtype=torch.uint8))
