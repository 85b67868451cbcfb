"""Smoothed CTR: accepted solutions against rational arithmetic, and what shrinking must do."""

import random
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tests.problems.author import accepted, load

PACKAGE = "recency-ctr/smoothed-ctr"
SOLUTIONS = {name: load(PACKAGE, f"submissions/accepted/{name}").smoothed_ctr for name in accepted(PACKAGE)}
CASES = load(PACKAGE, "cases.py")

Row = tuple[str, int, int]
counts = st.integers(0, 12).flatmap(lambda shown: st.tuples(st.integers(0, shown), st.just(shown)))
rows = st.lists(
    st.builds(lambda item, pair: (item, *pair), st.sampled_from(["a", "b", "c", "B", "10", "9"]), counts),
    max_size=12,
)


def totals(days: list[Row]) -> dict[str, tuple[int, int]]:
    found: dict[str, tuple[int, int]] = {}
    for item, clicks, shown in days:
        found[item] = (found.get(item, (0, 0))[0] + clicks, found.get(item, (0, 0))[1] + shown)
    return found


def oracle(days: list[Row], k: int) -> list[tuple[str, float]]:
    """The statement read literally, in fractions, with alpha and beta of the prior."""
    counted = totals(days)
    seen = [pair for pair in counted.values() if pair[1] > 0]
    if not seen:
        return []
    N, C, K = sum(n for _, n in seen), sum(c for c, _ in seen), len(seen)
    m = Fraction(C, N)
    V = sum(n * (Fraction(c, n) - m) ** 2 for c, n in seen)
    D = N - Fraction(sum(n * n for _, n in seen), N) - (K - 1)
    rho = Fraction(0) if D == 0 or m in (0, 1) else (V / (m * (1 - m)) - (K - 1)) / D
    rho = min(max(rho, Fraction(0)), Fraction(1))
    rates = {}
    for item, (c, n) in counted.items():
        if n == 0 or rho == 0:
            rates[item] = m
        else:
            alpha, beta = (1 - rho) / rho * m, (1 - rho) / rho * (1 - m)
            rates[item] = (c + alpha) / (n + alpha + beta)
    order = sorted(rates, key=lambda item: (-round(rates[item], 9), -counted[item][1], item))
    return [(item, float(rates[item])) for item in order[:k]]


@pytest.mark.parametrize("name", SOLUTIONS)
@settings(max_examples=600, deadline=None)
@given(days=rows, k=st.integers(1, 6))
def test_accepted_solution_equals_rational_arithmetic(name: str, days: list[Row], k: int) -> None:
    assume(CASES.clear(days))
    answer, expected = SOLUTIONS[name](days, k), oracle(days, k)
    assert [item for item, _ in answer] == [item for item, _ in expected]
    assert [rate for _, rate in answer] == pytest.approx([rate for _, rate in expected], rel=1e-12)


@pytest.mark.parametrize("name", SOLUTIONS)
@settings(max_examples=150, deadline=None)
@given(days=rows, order=st.randoms(use_true_random=False))
def test_answer_depends_on_totals_alone(name: str, days: list[Row], order: random.Random) -> None:
    assume(CASES.clear(days))
    single = [(item, int(at < c), 1) for item, c, n in days for at in range(n)]
    single += [(item, 0, 0) for item in {item for item, _, _ in days}]
    order.shuffle(single)
    whole, split = (SOLUTIONS[name](given_, 9) for given_ in (days, single))
    assert [item for item, _ in whole] == [item for item, _ in split]


@pytest.mark.parametrize("name", SOLUTIONS)
@settings(max_examples=150, deadline=None)
@given(days=rows)
def test_rate_lies_between_the_own_rate_and_the_mean(name: str, days: list[Row]) -> None:
    counted = totals(days)
    for item, rate in SOLUTIONS[name](days, 9):
        mean = sum(c for c, _ in counted.values()) / sum(n for _, n in counted.values())
        c, n = counted[item]
        low, high = sorted((mean, c / n if n else mean))
        assert low - 1e-12 <= rate <= high + 1e-12


@pytest.mark.parametrize(
    ("args", "reason"),
    [
        (([],), "takes rows and k"),
        (((), 1), "rows must be a list"),
        (([("a", 1)], 1), r"rows\[0\] must be a tuple"),
        (([("a", True, 1)], 1), r"rows\[0\] must be a tuple"),
        (([("a", 1, 10**6 + 1)], 1), r"rows\[0\]: item, clicks or impressions"),
        (([], 1.0), "k must be an integer"),
        (([(str(n), 0, 0) for n in range(6_001)], 1), "at most 6000 items"),
    ],
)
def test_validate_refuses_junk(args: tuple[Any, ...], reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        CASES.validate(args)
