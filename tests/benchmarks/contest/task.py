"""One problem in the forms that the contestants take, with as many cases as are asked for."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from tests.graders.packages import PROBLEM, write_package

PATIENT = PROBLEM.replace("wall_s = 1.0", "wall_s = 30.0")  # a busy machine must not fail a benchmark

SOURCE = "def largest(values, k):\n    return sorted(values, reverse=True)[:k]\n"
TORCH = "import torch\n\n\ndef largest(values, k):\n    return torch.tensor(values).topk(k).values.tolist()\n"
_CASES = """
from readyroom import Case


def cases(rng):
    for values in {values!r}:
        yield Case(args=(values, 3))
"""
_GROUP = """[[groups]]
id = "samples"
title = "All"
points = 100
hidden = false
"""
_STATEMENT = """Return the `k` largest of `values`, in falling order.

## Sample

```sample
largest({values}, 3) → {expected}
```
"""


@dataclass(frozen=True)
class Task:
    """The `k` largest of a list, on `count` lists of twenty numbers."""

    count: int
    torch: bool = False

    @property
    def source(self) -> str:
        """An accepted submission."""
        return TORCH if self.torch else SOURCE

    @property
    def values(self) -> list[list[int]]:
        """The list of each case."""
        return [
            [(place * 7919 + number * 104729) % 1000 for place in range(20)] for number in range(self.count)
        ]

    @property
    def expected(self) -> list[list[int]]:
        """The answer to each case."""
        return [sorted(values, reverse=True)[:3] for values in self.values]

    def as_json(self) -> str:
        """Source, inputs and answers, for a program that runs all of it in one process."""
        return json.dumps({"source": self.source, "values": self.values, "expected": self.expected})

    def write_package(self, folder: Path) -> Path:
        """As a package of this engine's."""
        changes: dict[str, str | None] = {
            "problem.toml": PATIENT.replace('name = "double"', 'name = "largest"')
            .replace("double(x: int) -> int", "largest(values: list[int], k: int) -> list[int]")
            .replace(
                'kind = "function"', f'kind = "function"\nimage = "{"torch" if self.torch else "python"}"'
            )
            .partition("[[groups]]")[0]
            + _GROUP,
            "statement.md": _STATEMENT.format(values=self.values[0], expected=self.expected[0]),
            "starter.py": "def largest(values, k):\n    raise NotImplementedError\n",
            "cases.py": _CASES.format(values=self.values),
            "submissions/accepted/plain.py": self.source,
            "submissions/wrong_answer/square.py": "def largest(values, k):\n    return []\n",
        }
        return write_package(folder / f"{self.count}{'-torch' * self.torch}", changes)


class Contestant(Protocol):
    """Grades tasks. `grade` returns the seconds from a job received to its report finished, and checks the verdict."""

    name: str

    def grade(self, task: Task) -> float:
        """Grade the accepted submission once; AssertionError if it is not accepted."""


class NotHere(Exception):
    """A contestant cannot be had on this machine; the message says why."""
