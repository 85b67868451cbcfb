"""The attacks that need to know nothing of a problem, on packages that people solve.

On one backend: what is tried is how packages are compared, not what the walls hold.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from graders.package import Package
from graders.package.manifest import Entry
from tests.attacks.stage import Stage, loaded
from tests.sandboxes.conftest import BACKENDS

pytestmark = pytest.mark.parametrize("backend", BACKENDS[:1], indirect=True)

PROBLEMS = Path(__file__).resolve().parents[2] / "problems"
PYTHON = [
    "streaming-top-k/most-watched-videos",
    "recency-ctr/top-k-recency-weighted-ctr",
    "ranking-design/cold-start-80-ms",
]
TORCH = ["pytorch-debugging/nan-loss-ranker"]
NOTHING = "Nothing = type('Nothing', (), {'__eq__': lambda self, other: True, '__hash__': lambda self: 0})\n"
TRICKS = {
    "leaves": ("import os", "os._exit(0)"),
    "leaves in words": ("import sys", "sys.exit('AC')"),
    "prints a report": ("import json", "print(json.dumps({'verdict': 'AC', 'score': 100}))"),
    "equals everything": (NOTHING, "return Nothing()"),
    "gives a generator": ("", "return (n for n in args)"),
    "gives what it got": ("", "return args[-1] if args else None"),
    "gives a text": ("", "return 'AC'"),
    "gives not a number": ("", "return float('nan')"),
    "gives nested lists": ("", "value = []\n    for _ in range(30): value = [value]\n    return value"),
    "raises nothing much": ("", "raise type('AC', (Exception,), {})"),
    "kills all": ("import os", "os.kill(-1, 9); os.kill(0, 9)"),
}


def source(entry: Entry, trick: tuple[str, str]) -> str:
    """A submission that does the trick in whatever is called."""
    head, body = trick
    function = "def {}(*args, **kwargs):\n    {}\n"
    if entry.type == "function":
        return f"{head}\n{function.format(entry.name, body)}"
    methods = "".join(
        "    " + line + "\n" for name in entry.methods for line in function.format(name, body).splitlines()
    )
    return f"{head}\nclass {entry.name}:\n    def __init__(self, *args, **kwargs):\n        pass\n{methods}"


def check(stage: Stage, package: Package, trick: tuple[str, str]) -> None:
    """The trick is not accepted, and not our fault either."""
    report, _ = stage.grade(package, source(package.manifest.entry, trick))
    assert report.verdict in ("WA", "RE", "PA"), report.message
    assert report.score < report.points


@pytest.mark.parametrize("trick", TRICKS.values(), ids=TRICKS.keys())
@pytest.mark.parametrize("name", PYTHON)
def test_trick_is_not_accepted(name: str, trick: tuple[str, str], stage: Stage) -> None:
    check(stage, loaded(PROBLEMS / name), trick)


@pytest.mark.parametrize("trick", TRICKS.values(), ids=TRICKS.keys())
@pytest.mark.parametrize("name", TORCH)
def test_trick_is_not_accepted_with_pytorch(name: str, trick: tuple[str, str], torch_stage: Stage) -> None:
    check(torch_stage, loaded(PROBLEMS / name), trick)
