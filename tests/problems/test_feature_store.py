"""The feature-store set: cases that follow from their seed, fill their groups, and are inputs the statements allow."""

import random
import tomllib
from collections import Counter

import pytest

from tests.problems.feature_store import SET, load_cases

PACKAGES = sorted(path.parent.name for path in SET.glob("*/problem.toml"))
CASES = {name: load_cases(name) for name in PACKAGES}


@pytest.mark.parametrize("name", PACKAGES)
def test_cases_follow_from_the_seed_and_fill_the_declared_groups_in_order(name: str) -> None:
    first, second = (list(CASES[name].cases(random.Random(7))) for _ in range(2))
    assert repr(first) == repr(second)
    declared = tomllib.loads((SET / name / "problem.toml").read_text())["groups"]
    count = Counter(case.group for case in first)
    assert list(count) == [group["id"] for group in declared]
    assert min(count.values()) >= 2


@pytest.mark.parametrize("name", PACKAGES)
@pytest.mark.parametrize("seed", [7, 8])
def test_validate_takes_every_case(name: str, seed: int) -> None:
    for case in [*CASES[name].cases(random.Random(seed)), *CASES[name].fresh(random.Random(seed))]:
        CASES[name].validate(case.args, case.calls)
