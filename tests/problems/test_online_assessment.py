"""The online-assessment set: cases that follow from their seed, fill their groups, and are inputs the statements allow."""

import random
import tomllib
from collections import Counter
from typing import Any

import pytest

from tests.problems.author import PROBLEMS, load

SET = PROBLEMS / "online-assessment"
PACKAGES = sorted(
    path.parent.name
    for path in SET.glob("*/problem.toml")
    if tomllib.loads(path.read_text())["kind"] == "function"  # a program's samples lie in files
)
CASES = {name: load(f"online-assessment/{name}", "cases.py") for name in PACKAGES}


def test_the_set_orders_its_problems_by_difficulty() -> None:
    manifests = [tomllib.loads((SET / name / "problem.toml").read_text()) for name in PACKAGES]
    places = sorted((manifest["order"], manifest["difficulty"]) for manifest in manifests)
    assert len({order for order, _ in places}) == len(PACKAGES)
    difficulties = [difficulty for _, difficulty in places]
    assert difficulties == sorted(difficulties)


@pytest.mark.parametrize("name", PACKAGES)
def test_cases_follow_from_the_seed_and_fill_the_declared_groups_in_order(name: str) -> None:
    first, second = (list(CASES[name].cases(random.Random(7))) for _ in range(2))
    assert first == second
    declared = tomllib.loads((SET / name / "problem.toml").read_text())["groups"]
    count = Counter(case.group for case in first)
    assert list(count) == [group["id"] for group in declared]
    assert min(count.values()) >= 3


@pytest.mark.parametrize("name", PACKAGES)
@pytest.mark.parametrize("seed", [7, 8])
def test_validate_takes_every_case(name: str, seed: int) -> None:
    for case in [*CASES[name].cases(random.Random(seed)), *CASES[name].fresh(random.Random(seed))]:
        CASES[name].validate(case.args, case.calls, case.kwargs)


@pytest.mark.parametrize(
    ("name", "args", "reason"),
    [
        ("longest-varied-stretch", ([1], 1), "takes feed, cap and spare"),
        ("longest-varied-stretch", ((1, 2), 1, 1), "feed must be a list"),
        ("longest-varied-stretch", ([1] * 20_001, 1, 1), "at most 20000 videos"),
        ("longest-varied-stretch", ([1, -1], 1, 1), "feed.1. must be None or an integer"),
        ("longest-varied-stretch", ([1], 1.0, 1), "cap must be an integer"),
        ("disputed-amount", ([1], 1, 1, 1), "takes amounts, target and least"),
        ("disputed-amount", ([0.5], 1, 1), "amounts.0. must be an integer"),
        ("disputed-amount", ([1], 10**17 + 1, 1), "target must be an integer"),
        ("watched-by-many", ([(1, 2)], 1), "views.0. must be a tuple"),
        ("watched-by-many", ([(1, 2, -3)], 1), "views.0.: end must be an integer"),
        ("watched-by-many", ([(1, 0, 1)] * 12_001, 1), "at most 12000 records"),
        ("feature-waves", ([],), "needs must be a dict"),
        ("feature-waves", ({"a": "b"},), "must be a list of names"),
        ("feature-waves", ({"a": [1]},), "a name is a string"),
        ("feature-waves", ({"a": ["b"] * 30_001},), "at most 30000 names"),
        ("transcoding-queue", ([(1, 1)], 1, 1), "jobs.0. must be a tuple"),
        ("transcoding-queue", ([(-1, 1, 1)], 1, 1), "uploaded must be an integer"),
        ("transcoding-queue", ([], 10_001, 1), "machines must be an integer"),
        ("widest-ad-gap", ([(1, 2, 3)], 1, 1, 1), "visits.0. must be a tuple"),
        ("widest-ad-gap", ([(1, True)], 1, 1, 1), "second must be an integer"),
        ("widest-ad-gap", ([], 1, 1, 10**12 + 1), "longest must be an integer"),
        ("widest-ad-gap", ([(1, 2)] * 15_001, 1, 1, 1), "at most 15000 visits"),
        ("hot-aisle", ("SG", 1), "hall must be a list of strings"),
        ("hot-aisle", (["SG", "."], 1), "as long as hall"),
        ("hot-aisle", (["SGx"], 1), "hold only S G"),
        ("hot-aisle", (["." * 101] * 100, 1), "at most 10000 tiles"),
        ("audience-drop", ([-1], 1, 1), "viewers.0. must be an integer"),
        ("audience-drop", ([1], 1, 10**9 + 1), "hold must be an integer"),
        ("audience-drop", ([1] * 50_001, 1, 1), "at most 50000 seconds"),
        ("caption-lines", (["a b"], 3), "words.0. must be a string"),
        ("caption-lines", (["a", ""], 3), "words.1. must be a string"),
        ("caption-lines", (["a"] * 14_001, 3), "at most 14000 words"),
        ("caption-lines", (["a"], 101), "width must be an integer"),
        ("stream-ad-breaks", ([("a", 1, 2)], 1), "offers.0. must be a tuple"),
        ("stream-ad-breaks", ([("a", 1, 2, 3)] * 16_001, 1), "at most 16000 offers"),
        ("stream-ad-breaks", ([(1, 1, 2, 3)], 1), "advertiser must be a string"),
        ("stream-ad-breaks", ([("a", 1, 2, -3)], 1), "price must be an integer"),
    ],
)
def test_validate_refuses_junk(name: str, args: tuple[Any, ...], reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        CASES[name].validate(args)


@pytest.mark.parametrize(
    ("args", "calls", "reason"),
    [
        ((1,), [], "no arguments"),
        ((), [("group", 1, 2)], "call 1: write"),
        ((), [("group", 1), ("merge", 1, 2)], "call 2: write"),
        ((), [("same", 1, -1)], "call 1: numbers are integers"),
        ((), [("claim", 1, "me")], "call 1: numbers are integers"),
        ((), [("group", 1)] * 20_001, "20001 calls"),
    ],
)
def test_validate_refuses_calls_that_the_register_does_not_have(
    args: tuple[Any, ...], calls: list[tuple[Any, ...]], reason: str
) -> None:
    with pytest.raises(ValueError, match=reason):
        CASES["copies-and-owners"].validate(args, calls)
