"""The simulator of the multimodal feature: its modules have the names of the other designs', and are loaded apart."""

import copy
from typing import Any

import numpy as np

from tests.problems.author import load, load_apart

PACKAGE = "ranking-design/multimodal-20-ms"
PARTS = load_apart(PACKAGE)
DEFAULT: dict[str, Any] = PARTS["scenario"].DEFAULT


def design_of(submission: str) -> dict[str, Any]:
    """The design that a submission (or the starter) returns for the default traffic."""
    return load(PACKAGE, submission).design(copy.deepcopy(DEFAULT))


def feature(**parts: Any) -> Any:
    """A checked design with captions on six GPUs but for what is given."""
    return PARTS["feature"].read({"encoder": {"model": "captions", "replicas": 6}, **parts})


def travel(design: Any, requests: int = 4_000, missing: float = 0.0) -> Any:
    """The queues alone, on the default traffic, with one share of videos lacking a vector all day."""
    day = PARTS["arrivals"].draw(DEFAULT, requests, 3)
    return PARTS["travel"].travel(design, day, np.full(requests, missing), 40 / 1200, 3)


def simulate(design: dict[str, Any], requests: int = 2_000, seed: int = 3) -> dict[str, Any]:
    """One run on the default traffic."""
    return PARTS["simulator"].simulate(design, {"traffic": DEFAULT, "requests": requests, "seed": seed})
