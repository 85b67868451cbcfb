"""The model-serving set: cases that follow from their seed, fill their groups, and are inputs the statements allow."""

import random
import tomllib
from collections import Counter

import pytest

from tests.problems.author import PROBLEMS
from tests.problems.model_serving import CASES, PACKAGES, SET, size_of

EXAMINED = {path.parent.name for path in (PROBLEMS / SET).glob("*/examiner.py")}
"""Whose cases are told by an examiner, which asks many things in each, and takes no input of one's own."""


@pytest.mark.parametrize("name", PACKAGES)
def test_cases_follow_from_the_seed_and_fill_the_declared_groups_in_order(name: str) -> None:
    first, second = (list(CASES[name].cases(random.Random(7), *size_of(name))) for _ in range(2))
    assert repr(first) == repr(second)
    declared = tomllib.loads((PROBLEMS / SET / name / "problem.toml").read_text())["groups"]
    count = Counter(case.group for case in first)
    assert list(count) == [group["id"] for group in declared]
    assert min(count.values()) >= (1 if name in EXAMINED else 2)


@pytest.mark.parametrize("name", [name for name in PACKAGES if name not in EXAMINED])
@pytest.mark.parametrize("seed", [7, 8])
def test_validate_takes_every_case(name: str, seed: int) -> None:
    for draw in (CASES[name].cases, CASES[name].fresh):
        for case in draw(random.Random(seed), *size_of(name)):
            CASES[name].validate(case.args, case.calls)


@pytest.mark.parametrize(
    ("name", "args", "reason"),
    [
        ("continuous-batching", ([(0, 0, 1)], 1, 1, 1, 0), r"prompt must lie between 1 and"),
        ("continuous-batching", ([[0, 1, 1]], 1, 1, 1, 0), r"requests\[0\] must be a tuple"),
        ("continuous-batching", ([(0, 10**5, 1)] * 11, 1, 1, 1, 0), "at most 1000000 tokens"),
        ("continuous-batching", ([], 1, 1, 0, 0), "base_us must lie between 1"),
        ("continuous-batching", ([], 1, 1), "serve takes"),
        ("autoscaling-cold-starts", ([-1], 1, 50, 0, 1, 0, 1, 1), r"arrivals\[0\] must lie between 0"),
        ("autoscaling-cold-starts", ([1], 0, 50, 0, 1, 0, 1, 1), "capacity must lie between 1"),
        ("autoscaling-cold-starts", ([1], 1, 0.5, 0, 1, 0, 1, 1), "target must be an integer"),
        ("replica-placement", ([("a", 0, 1)], [], 1, 1), "memory must lie between 1"),
        ("replica-placement", ([("a", 1, 1)] * 13, [], 1, 1), "at most 12"),
        ("replica-placement", ([], [(1, 1, ["a", "a"])], 1, 1), "none twice"),
        ("replica-placement", ([], [], 1, True), "compute must be an integer"),
        ("speculative-decoding", ([[1.0]], [[0.9]], 0, 1, 0, [0.5]), r"draft\[0\] must sum to 1"),
        ("speculative-decoding", ([[1.0]], [[1.0]], 1, 1, 0, [0.5]), "start must lie between 0 and 0"),
        ("speculative-decoding", ([[1.0]], [[1.0]], 0, 2, 1, [0.5] * 5), "at least length"),
        ("speculative-decoding", ([[1.0]], [[1.0]], 0, 1, 0, [1.0]), "from 0 to below 1"),
        ("many-adapters", ([(0, 1, 0)], 1, 1, 0), "tokens must lie between 1"),
        ("many-adapters", ([], 65, 1, 0), "slots must lie between"),
        ("steady-backfill", ([1], (1,)), "due must be a list"),
        ("steady-backfill", ([10**12 + 1], [1]), "ready must hold integers"),
        ("steady-backfill", ([1],), "takes ready and due"),
        ("capacity-planning", ([], 1.0), "a list of 1 to 4"),
        ("capacity-planning", ([(1, 1.0, 0.1, 101), (1, 1.0, 0.1, 100)], 1.0), "at most 200"),
        ("capacity-planning", ([(1, 1.0, 0.1, 1)], float("nan")), "qps must lie between"),
    ],
)
def test_validate_refuses_junk(name: str, args: tuple[object, ...], reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        CASES[name].validate(args, None)


@pytest.mark.parametrize(
    ("args", "calls", "reason"),
    [
        ((1,), [], "num_blocks and block_size"),
        ((10**5 + 1, 1), [], "num_blocks must lie between"),
        ((4, 2), [("add", 1)], "call 1: add is not called like this"),
        ((4, 2), [("add", 1, (2,))], "call 1: tokens must be a list"),
        ((4, 2), [("available",), ("append", 1, -2)], "call 2: a sequence or token must lie between"),
        ((4, 2), [("table", 1)] * 1_001, "at most 1000 calls of table"),
        ((4, 2), [("add", 1, [1] * 10**5)] * 3, "at most 200000 tokens"),
    ],
)
def test_validate_refuses_calls_of_the_cache(
    args: tuple[object, ...], calls: list[tuple[object, ...]], reason: str
) -> None:
    with pytest.raises(ValueError, match=reason):
        CASES["paged-kv-cache"].validate(args, calls)
