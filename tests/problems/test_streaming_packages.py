"""What must hold of every problem of the streaming set: valid and repeatable cases, solutions that agree."""

import random
import tomllib
from collections import Counter
from functools import cache
from math import isclose
from typing import Any

import pytest

from tests.problems.author import PROBLEMS
from tests.problems.streaming import SET, Examined, author, replay, solutions

PACKAGES = {
    path.parent.name: tomllib.loads(path.read_text())
    for path in sorted((PROBLEMS / SET).glob("*/problem.toml"))
}
EXAMINED = [path.parent.name for path in (PROBLEMS / SET).glob("*/examiner.py")]
COMPARED = [name for name in PACKAGES if name not in EXAMINED]


@cache
def drawn(problem: str) -> list[Any]:
    """The fixed cases and one set of fresh ones."""
    cases = author(problem, "cases.py")
    return [*cases.cases(random.Random(7)), *cases.fresh(random.Random(11))]


def answers(problem: str, module: Any, case: Any) -> list[Any]:
    """What an accepted solution gives on a case."""
    entry = PACKAGES[problem]["entry"]
    solution = getattr(module, entry["name"])
    return replay(solution, case.args, case.calls) if entry["type"] == "class" else [solution(*case.args)]


def same(first: Any, second: Any) -> bool:
    """Equal, but for the last digits of floats."""
    if isinstance(first, float) and isinstance(second, float):
        return isclose(first, second, rel_tol=1e-9)
    return bool(first == second)


@pytest.mark.parametrize("problem", PACKAGES)
def test_cases_follow_from_the_seed_and_fill_the_declared_groups_in_order(problem: str) -> None:
    made = author(problem, "cases.py").cases
    first, again = (list(made(random.Random(7))) for _ in range(2))
    assert repr(first) == repr(again)
    count = Counter(case.group for case in first)
    assert list(count) == [group["id"] for group in PACKAGES[problem]["groups"]]
    assert min(count.values()) >= 2


@pytest.mark.parametrize("problem", COMPARED)
def test_every_case_is_one_that_validate_takes(problem: str) -> None:
    validate = author(problem, "cases.py").validate
    for case in drawn(problem):
        validate(case.args, case.calls)


@pytest.mark.parametrize("problem", COMPARED)
def test_accepted_solutions_agree_on_every_case(problem: str) -> None:
    modules = list(solutions(problem).values())
    for case in drawn(problem):
        first, *others = (answers(problem, module, case) for module in modules)
        for other in others:
            assert len(first) == len(other), case.note
            assert [
                place for place, pair in enumerate(zip(first, other, strict=True)) if not same(*pair)
            ] == [], case.note


@pytest.mark.parametrize("problem", EXAMINED)
def test_examiner_passes_accepted_solutions_on_every_case(problem: str) -> None:
    examine = author(problem, "examiner.py").examine
    for module in solutions(problem).values():
        for case in drawn(problem):
            checks = examine(Examined(module), *case.args).checks
            assert [check.message for check in checks if not check.passed] == [], case.note


def test_orders_within_the_set_are_all_different() -> None:
    orders = [manifest["order"] for manifest in PACKAGES.values()]
    assert sorted(orders) == list(range(1, len(PACKAGES) + 1))
