"""The simulator of the spike, beside that of the cold start: its modules have the same names, and are loaded apart."""

import copy
from typing import Any

from tests.problems.author import load, load_apart

PACKAGE = "ranking-design/spike-and-slow-store"
TARGETS = {
    "spike_p99_ms": 80.0,
    "calm_p99_ms": 70.0,
    "spike_ndcg_20": 0.305,
    "calm_ndcg_20": 0.365,
    "cost_cents": 4.2,
}
LOW_IS_GOOD = {"spike_p99_ms", "calm_p99_ms", "cost_cents"}


PARTS = load_apart(PACKAGE)
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
