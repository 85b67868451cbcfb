"""Recency-weighted CTR: accepted solutions against exact arithmetic, and cases that no rounding can tip."""

import random
import tomllib
from collections import Counter
from decimal import Decimal, localcontext
from functools import cache
from math import inf, log, nan
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tests.problems.author import PROBLEMS, accepted, load

PACKAGE = "recency-ctr/top-k-recency-weighted-ctr"
SOLUTIONS = {
    name: load(PACKAGE, f"submissions/accepted/{name}").top_k_recency_weighted_ctr
    for name in accepted(PACKAGE)
}
CASES = load(PACKAGE, "cases.py")

Row = tuple[int, str, int]
times = st.builds(
    lambda base, offset: base - offset, st.sampled_from([0, 700, 742, 2_000, 10**6]), st.integers(0, 6)
)
rows = st.lists(
    st.tuples(times, st.sampled_from(["a", "b", "c", "B", "10", "9"]), st.integers(0, 1)), max_size=25
)
decays = st.sampled_from([0, 0.0, 0.1, log(2), 1.0, 1.7, 40.0])


def oracle(logs: list[Row], k: int, lam: float) -> list[tuple[str, float]]:
    """The statement read literally, to 60 digits and with exponents that do not underflow."""
    with localcontext(CASES.EXACT):
        newest = max((time for time, _, _ in logs), default=0)
        weights: dict[str, Decimal] = {}
        clicks: dict[str, Decimal] = {}
        for time, item, clicked in logs:
            weight = (Decimal(lam) * (time - newest)).exp()
            weights[item] = weights.get(item, Decimal(0)) + weight
            clicks[item] = clicks.get(item, Decimal(0)) + weight * clicked

        def key(item: str) -> tuple[Decimal, Decimal, str]:
            return -round(clicks[item] / weights[item], 9), -round(weights[item].ln(), 9), item

        return [(item, float(clicks[item] / weights[item])) for item in sorted(weights, key=key)[:k]]


def agree(first: list[tuple[str, float]], second: list[tuple[str, float]]) -> bool:
    """Whether the checker of the package would call two answers the same."""
    if [item for item, _ in first] != [item for item, _ in second]:
        return False
    return all(abs(x - y) <= 1e-9 + 1e-7 * abs(y) for (_, x), (_, y) in zip(first, second, strict=True))


@pytest.mark.parametrize("name", SOLUTIONS)
@settings(max_examples=1_000, deadline=None)
@given(logs=rows, k=st.integers(1, 7), lam=decays)
def test_accepted_solution_equals_exact_arithmetic(name: str, logs: list[Row], k: int, lam: float) -> None:
    assume(not logs or CASES.clear(logs, lam))
    answer = SOLUTIONS[name](logs, k, lam)
    assert agree(answer, oracle(logs, k, lam)), answer


@settings(max_examples=500, deadline=None)
@given(seed=st.integers(0, 2**32), items=st.integers(1, 12), lam=st.floats(0, 3))
def test_accepted_solutions_agree_on_any_drawn_input(seed: int, items: int, lam: float) -> None:
    logs = CASES._random_rows(random.Random(seed), 150, items, [0, 300, 745, 5_000], 8)
    assume(CASES.clear(logs, lam))
    first, *others = (solve(logs, items, lam) for solve in SOLUTIONS.values())
    assert all(agree(first, other) for other in others)


@pytest.mark.parametrize("name", SOLUTIONS)
@settings(max_examples=150, deadline=None)
@given(logs=rows, lam=decays, shift=st.integers(-(10**9), 10**9), order=st.randoms(use_true_random=False))
def test_answer_depends_neither_on_the_order_of_rows_nor_on_the_origin_of_time(
    name: str, logs: list[Row], lam: float, shift: int, order: random.Random
) -> None:
    assume(not logs or CASES.clear(logs, lam))
    moved = [(time + shift, item, clicked) for time, item, clicked in logs]
    order.shuffle(moved)
    assert agree(SOLUTIONS[name](moved, 6, lam), SOLUTIONS[name](logs, 6, lam))


@pytest.mark.parametrize("name", SOLUTIONS)
@pytest.mark.parametrize("logs", [[], [(1, "a", 1)]])
@pytest.mark.parametrize(("k", "lam"), [(0, 1.0), (-1, 1.0), (1, -1e-300), (1, inf), (1, -inf), (1, nan)])
def test_accepted_solution_refuses_arguments(name: str, logs: list[Row], k: int, lam: float) -> None:
    with pytest.raises(ValueError, match="must be"):
        SOLUTIONS[name](logs, k, lam)


@pytest.mark.parametrize("name", SOLUTIONS)
@pytest.mark.parametrize("clicked", [-1, 2])
def test_accepted_solution_refuses_clicked(name: str, clicked: int) -> None:
    with pytest.raises(ValueError, match="clicked"):
        SOLUTIONS[name]([(1, "a", 1), (2, "b", clicked)], 1, 0.5)


@cache
def drawn(seed: int) -> list[Any]:
    """The fixed cases of one seed."""
    return list(CASES.cases(random.Random(seed)))


@pytest.mark.parametrize("seed", [7, 8])
def test_every_case_is_valid_and_the_accepted_solutions_agree_on_it(seed: int) -> None:
    for case in [*drawn(seed), *CASES.fresh(random.Random(seed))]:
        CASES.validate(case.args, case.calls)
        if case.raises is None:
            first, *others = (solve(*case.args) for solve in SOLUTIONS.values())
            assert [agree(first, other) for other in others] == [True] * len(others), case.note
        else:
            with pytest.raises(ValueError, match="must be"):
                SOLUTIONS["own_newest.py"](*case.args)


def test_cases_follow_from_the_seed_and_fill_the_declared_groups_in_order() -> None:
    assert repr(list(CASES.cases(random.Random(7)))) == repr(drawn(7))
    declared = tomllib.loads((PROBLEMS / PACKAGE / "problem.toml").read_text())["groups"]
    count = Counter(case.group for case in drawn(7))
    assert list(count) == [group["id"] for group in declared]
    assert min(count.values()) >= 2


@pytest.mark.parametrize(
    ("logs", "lam"),
    [
        # 1/1024 and 2/2048 lie on the edge of rounding to nine decimals.
        ([(0, "a", int(n == 0)) for n in range(1024)] + [(0, "b", int(n < 2)) for n in range(2048)], 0.0),
        # One rate is 0, the other e**-30: equal to nine decimals, and then the wrong way round.
        ([(30, "a", 0), (0, "a", 1), (31, "b", 0), (31, "b", 0)], 1.0),
        # The same sum of weights but for e**-40 of it.
        ([(40, "a", 1), (40, "b", 1), (0, "b", 1)], 1.0),
    ],
)
def test_clear_refuses_an_order_that_hangs_on_the_last_digits(logs: list[Row], lam: float) -> None:
    assert CASES.clear(logs, lam) is False


@pytest.mark.parametrize(
    ("logs", "lam"),
    [
        ([(0, "a", 1), (0, "b", 1)], 1.0),
        ([(0, "a", 1), (0, "a", 0), (5, "b", 1), (5, "b", 0)], 0.3),
        ([(0, "a", 1), (0, "b", 0)], 0.0),
    ],
)
def test_clear_takes_exact_ties_and_plain_differences(logs: list[Row], lam: float) -> None:
    assert CASES.clear(logs, lam) is True


GOOD = [(1, "a", 1)]


@pytest.mark.parametrize(
    ("args", "reason"),
    [
        ((GOOD, 1), "takes logs, k and lam"),
        ((GOOD, 1, 0.5, 2), "takes logs, k and lam"),
        ((tuple(GOOD), 1, 0.5), "logs must be a list"),
        ((GOOD * 40_001, 1, 0.5), "at most 40000 rows"),
        (([(0, f"v{n}", 1) for n in range(6_001)], 1, 0.5), "at most 6000 items"),
        (([[1, "a", 1]], 1, 0.5), r"logs\[0\] must be a tuple"),
        (([*GOOD, (1, "a")], 1, 0.5), r"logs\[1\] must be a tuple"),
        (([(1.0, "a", 1)], 1, 0.5), r"logs\[0\] must be a tuple"),
        (([(1, 7, 1)], 1, 0.5), r"logs\[0\] must be a tuple"),
        (([(1, "a", True)], 1, 0.5), r"logs\[0\] must be a tuple"),
        (([(10**12 + 1, "a", 1)], 1, 0.5), "out of bounds"),
        (([(1, "a" * 41, 1)], 1, 0.5), "out of bounds"),
        ((GOOD, 1.0, 0.5), "k must be an integer"),
        ((GOOD, 10**9 + 1, 0.5), "k must be an integer"),
        ((GOOD, 1, "0.5"), "lam must be a number"),
        ((GOOD, 1, 1_000.1), "lam must be a number"),
    ],
)
def test_validate_refuses_junk(args: tuple[Any, ...], reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        CASES.validate(args)


def test_validate_takes_arguments_by_name() -> None:
    CASES.validate((GOOD,), None, {"lam": 0.5, "k": 1})
    with pytest.raises(ValueError, match="takes logs, k and lam"):
        CASES.validate((GOOD,), None, {"lam": 0.5, "top": 1})
    with pytest.raises(ValueError, match="takes logs, k and lam"):
        CASES.validate((GOOD, 1), None, {"k": 1})
