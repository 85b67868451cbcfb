"""The simulator of the spike, beside that of the cold start: its modules have the same names, and are loaded apart."""

import copy
import importlib
import sys
from types import ModuleType
from typing import Any

from graders.authoring import readyroom
from tests.problems.author import PROBLEMS, load

PACKAGE = "ranking-design/spike-and-slow-store"
FOLDER = PROBLEMS / PACKAGE
TARGETS = {
    "spike_p99_ms": 80.0,
    "calm_p99_ms": 70.0,
    "spike_ndcg_20": 0.305,
    "calm_ndcg_20": 0.365,
    "cost_cents": 4.2,
}
LOW_IS_GOOD = {"spike_p99_ms", "calm_p99_ms", "cost_cents"}


def load_apart() -> dict[str, ModuleType]:
    """The author's modules by name, without touching those of the same names that are loaded already."""
    folders = (FOLDER, FOLDER.parent / "author")
    files = [path for folder in folders for path in folder.glob("*.py")]
    names = [path.stem for path in files if path.stem not in ("starter", "cases")]
    sys.modules.setdefault("readyroom", readyroom)
    others = {name: sys.modules.pop(name) for name in names if name in sys.modules}
    sys.path[:0] = map(str, folders)
    try:
        return {name: importlib.import_module(name) for name in names}
    finally:
        for folder in folders:
            sys.path.remove(str(folder))
        for name in names:
            sys.modules.pop(name, None)
        sys.modules.update(others)


PARTS = load_apart()
DEFAULT: dict[str, Any] = PARTS["scenario"].DEFAULT


def design_of(submission: str) -> dict[str, Any]:
    """The design that a submission (or the starter) returns for the default traffic."""
    return load(PACKAGE, submission).design(copy.deepcopy(DEFAULT))


def simulate(design: dict[str, Any], requests: int = 12_000, seed: int = 3, **traffic: Any) -> dict[str, Any]:
    """One run on the default traffic with some of it changed."""
    case = {"traffic": DEFAULT | traffic, "requests": requests, "seed": seed}
    return PARTS["simulator"].simulate(design, case)


def serve(design: dict[str, Any], requests: int = 20_000, **traffic: Any) -> Any:
    """The queues alone, without judging the feeds."""
    given = DEFAULT | traffic
    day = PARTS["arrivals"].draw(given, requests, 3)
    return PARTS["serving"].serve(PARTS["pipeline"].read(design), day, given["degraded"], 3)


def value(result: dict[str, Any], name: str) -> float:
    """One measured value."""
    return result["measured"][name]["value"]


def met(result: dict[str, Any]) -> set[str]:
    """The objectives that a result meets."""
    return {
        name
        for name, target in TARGETS.items()
        if (value(result, name) <= target if name in LOW_IS_GOOD else value(result, name) >= target)
    }
