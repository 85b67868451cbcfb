"""The packages of the model-serving set, loaded once, and their accepted solutions."""

import sys
import tomllib
from types import SimpleNamespace
from typing import Any

from tests.problems.author import PROBLEMS, accepted, load

SET = "model-serving"
PACKAGES = sorted(path.parent.name for path in (PROBLEMS / SET).glob("*/problem.toml"))
sys.path.append(str(PROBLEMS / SET / "capacity-planning"))  # its files import each other, as in their cell
CASES = {name: load(f"{SET}/{name}", "cases.py") for name in PACKAGES}


def size_of(problem: str) -> tuple[int, ...]:
    """What the generators of a problem for a device take beside the randomness: the size without one."""
    device = tomllib.loads((PROBLEMS / SET / problem / "problem.toml").read_text()).get("device")
    return (device["cpu_size"],) if device else ()


def author_file(problem: str, file: str) -> SimpleNamespace:
    """The globals of one of the author's files."""
    return load(f"{SET}/{problem}", file)


def solutions(problem: str, entry: str) -> dict[str, Any]:
    """What the accepted submissions of a problem define under the entry's name."""
    return {
        name: getattr(load(f"{SET}/{problem}", f"submissions/accepted/{name}"), entry)
        for name in accepted(f"{SET}/{problem}")
    }
