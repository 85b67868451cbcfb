"""What must hold of every problem of the streaming set: valid and repeatable cases, solutions that agree."""

import random
import tomllib
from collections import Counter
from functools import cache
from typing import Any

import pytest

from tests.problems.author import PROBLEMS, load
from tests.problems.streaming import SET, replay, solutions

PACKAGES = {
    path.parent.name: tomllib.loads(path.read_text())
    for path in sorted((PROBLEMS / SET).glob("*/problem.toml"))
}
CLASSES = [name for name, manifest in PACKAGES.items() if manifest["entry"]["type"] == "class"]


@cache
def drawn(problem: str) -> list[Any]:
    """The fixed cases and one set of fresh ones."""
    author = load(f"{SET}/{problem}", "cases.py")
    return [*author.cases(random.Random(7)), *author.fresh(random.Random(11))]


@pytest.mark.parametrize("problem", PACKAGES)
def test_cases_follow_from_the_seed_and_fill_the_declared_groups_in_order(problem: str) -> None:
    author = load(f"{SET}/{problem}", "cases.py")
    first, again = (list(author.cases(random.Random(7))) for _ in range(2))
    assert repr(first) == repr(again)
    count = Counter(case.group for case in first)
    assert list(count) == [group["id"] for group in PACKAGES[problem]["groups"]]
    assert min(count.values()) >= 2


@pytest.mark.parametrize("problem", PACKAGES)
def test_every_case_is_one_that_validate_takes(problem: str) -> None:
    author = load(f"{SET}/{problem}", "cases.py")
    for case in drawn(problem):
        author.validate(case.args, case.calls)


@pytest.mark.parametrize("problem", CLASSES)
def test_accepted_solutions_agree_on_every_case(problem: str) -> None:
    entry = PACKAGES[problem]["entry"]["name"]
    made = [getattr(module, entry) for module in solutions(problem).values()]
    for case in drawn(problem):
        first, *others = (replay(solution, case.args, case.calls) for solution in made)
        assert [other == first for other in others] == [True] * len(others), case.note


@pytest.mark.parametrize("problem", PACKAGES)
def test_orders_of_the_set_are_all_different(problem: str) -> None:
    orders = Counter(manifest["order"] for manifest in PACKAGES.values())
    assert orders[PACKAGES[problem]["order"]] == 1
