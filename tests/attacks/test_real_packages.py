"""The attacks that need to know nothing of a problem, on packages that people solve.

On one backend: what is tried is how packages are compared, not what the walls hold.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from graders.verify.attacks.check import try_attack
from graders.verify.attacks.tricks import TRICKS
from graders.verify.bench import Bench
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


def fallen_for(stage: Stage, name: str) -> list[object]:
    """What is wrong after each attack, where anything is."""
    package = loaded(PROBLEMS / name)
    bench = Bench(package, stage.pool(package))
    return [problem for trick in TRICKS if (problem := try_attack(bench, trick))]


@pytest.mark.parametrize("name", PYTHON)
def test_no_trick_is_accepted(name: str, stage: Stage) -> None:
    assert fallen_for(stage, name) == []


@pytest.mark.parametrize("name", TORCH)
def test_no_trick_is_accepted_with_pytorch(name: str, torch_stage: Stage) -> None:
    assert fallen_for(torch_stage, name) == []
