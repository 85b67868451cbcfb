"""Speculative decoding and capacity: laws of probability, exact replays of the cases, and a strict checker."""

import random
from collections import Counter
from fractions import Fraction
from itertools import pairwise, product
from math import exp
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.problems.model_serving import CASES, author_file, solutions

SPECULATING = solutions("speculative-decoding", "speculate")
PLANNING = solutions("capacity-planning", "plan")
erlang = author_file("capacity-planning", "erlang.py")
check = author_file("capacity-planning", "checker.py").check

MODELS = [
    ([[0.5, 0.25, 0.25], [0.0, 0.5, 0.5], [0.25, 0.75, 0.0]], [[0.25, 0.5, 0.25], [0.5, 0.25, 0.25], [1.0, 0.0, 0.0]]),
    ([[0.75, 0.25], [0.25, 0.75]], [[0.25, 0.75], [0.0, 1.0]]),
    ([[0.0, 1.0], [1.0, 0.0]], [[0.5, 0.5], [0.25, 0.75]]),
]  # fmt: skip


@pytest.mark.parametrize("speculate", SPECULATING.values(), ids=SPECULATING)
@pytest.mark.parametrize(("target", "draft"), MODELS)
def test_text_of_two_tokens_has_exactly_the_distribution_of_the_target(
    speculate: Any, target: list[list[float]], draft: list[list[float]]
) -> None:
    """All thresholds are multiples of 1/12, so a grid of twelfths per random number integrates exactly."""
    grid = [(2 * number + 1) / 24 for number in range(12)]
    texts = Counter(
        tuple(int(token) for token in speculate(target, draft, 0, 2, 1, [*uniforms, 0.5, 0.5])[0])
        for uniforms in product(grid, repeat=4)
    )
    expected = {
        (one, two): 12**4 * Fraction(first) * Fraction(second)
        for one, first in enumerate(target[0])
        for two, second in enumerate(target[one])
        if first * second
    }
    assert texts == expected


def exact_draw(weights: list[Fraction], uniform: Fraction) -> int:
    """A draw in exact arithmetic; AssertionError where floats could come to another result."""
    total, reached, drawn = sum(weights), Fraction(0), None
    for token, weight in enumerate(weights):
        reached += weight
        if uniform * total == reached:
            assert total.numerator & (total.numerator - 1) == 0  # a power of two: scaling is exact
        else:
            assert abs(uniform * total - reached) > total / 10**12
        if drawn is None and uniform * total < reached:
            drawn = token
    assert drawn is not None
    return drawn


def exact_text(
    target: list[list[float]],
    draft: list[list[float]],
    start: int,
    length: int,
    k: int,
    uniforms: list[float],
) -> tuple[list[int], int]:
    """The statement read literally, in fractions."""
    p, q = ([[Fraction(value) for value in row] for row in rows] for rows in (target, draft))
    number = (Fraction(uniform) for uniform in uniforms)
    text, rounds = [start], 0
    while len(text) <= length:
        rounds += 1
        path = [text[-1]]
        for _ in range(min(k, length - len(text))):
            path.append(exact_draw(q[path[-1]], next(number)))
        for before, guess in pairwise(path):
            if next(number) >= p[before][guess] / q[before][guess]:
                left = [
                    max(large - small, Fraction(0)) for large, small in zip(p[before], q[before], strict=True)
                ]
                text.append(exact_draw(left, next(number)))
                break
            text.append(guess)
        else:
            text.append(exact_draw(p[text[-1]], next(number)))
    return text[1:], rounds


@pytest.mark.parametrize("seed", [7, 8])
def test_every_case_of_speculative_decoding_is_right_in_exact_arithmetic(seed: int) -> None:
    author = CASES["speculative-decoding"]
    drawn = [*author.cases(random.Random(seed)), *author.fresh(random.Random(seed))]
    for case in (case for case in drawn if case.raises is None):
        expected = exact_text(*case.args)
        for speculate in SPECULATING.values():
            tokens, rounds = speculate(*case.args)
            assert (list(tokens), rounds) == expected, case.note


@given(rate=st.floats(0.1, 100), load=st.floats(0.01, 0.99), wait=st.floats(0, 10))
def test_pool_of_one_is_the_single_server_queue(rate: float, load: float, wait: float) -> None:
    expected = load * exp(-rate * (1 - load) * wait)
    assert erlang.late(1, rate, wait, load * rate) == pytest.approx(expected, rel=1e-9)


def test_share_that_waits_is_erlangs_tabulated_one() -> None:
    assert erlang.late(2, 1.0, 0.0, 1.0) == pytest.approx(1 / 3)
    assert erlang.late(10, 1.0, 0.0, 8.0) == pytest.approx(0.40918, abs=5e-6)


@settings(deadline=None)
@given(one=st.integers(0, 25), other=st.integers(0, 25), rate=st.floats(0.1, 50), services=st.floats(0, 10))
def test_one_pool_carries_at_least_what_two_carry(one: int, other: int, rate: float, services: float) -> None:
    wait = services / rate
    apart = erlang.carried(one, rate, wait) + erlang.carried(other, rate, wait)
    assert apart <= erlang.carried(one + other, rate, wait) * (1 + 1e-9) <= (one + other) * rate * (1 + 1e-9)


KINDS = [(10, 4.0, 0.5, 6), (22, 10.0, 0.2, 3)]
CASE = SimpleNamespace(args=(KINDS, 20.0))


@pytest.mark.parametrize("plan", PLANNING.values(), ids=PLANNING)
@settings(max_examples=60, deadline=None)
@given(
    kinds=st.lists(
        st.tuples(st.integers(1, 30), st.floats(0.5, 20), st.floats(0, 1), st.integers(0, 4)),
        min_size=1,
        max_size=3,
    ),
    share=st.floats(0.05, 1.1),
)
def test_plan_is_the_cheapest_of_all(
    plan: Any, kinds: list[tuple[int, float, float, int]], share: float
) -> None:
    qps = share * sum(erlang.carried(stock, rate, wait) for _, rate, wait, stock in kinds)
    prices = [
        sum(count * kind[0] for count, kind in zip(counts, kinds, strict=True))
        for counts in product(*(range(kind[3] + 1) for kind in kinds))
        if sum(erlang.carried(n, kind[1], kind[2]) for n, kind in zip(counts, kinds, strict=True)) >= qps
    ]
    found = plan(kinds, qps)
    assert (found is None) == (not prices) or not erlang.clear(kinds, qps)
    if found is not None and prices and erlang.clear(kinds, qps):
        assert sum(count * kind[0] for count, kind in zip(found, kinds, strict=True)) == min(prices)


@pytest.mark.parametrize(
    ("wrong", "reason"),
    [
        ([6, 2], "this costs 104, 96 would do"),
        ([6, 1], "these GPUs carry 17.5715 requests per second, 20 were asked for"),
        ([7, 3], "counts are whole numbers from 0 to the stock, not 7"),
        ([3, 3.0], "counts are whole numbers from 0 to the stock, not 3.0"),
        ([3], "a list with one count for each of the 2 kinds was asked for"),
        (None, "there is a plan, but None was returned"),
    ],
)
def test_checker_says_what_is_wrong_with_a_plan(wrong: Any, reason: str) -> None:
    assert check(CASE, [3, 3], wrong) == reason
    assert check(CASE, [3, 3], [3, 3]) is True


def test_clear_refuses_traffic_on_the_edge_of_a_plan() -> None:
    edge = erlang.carried(3, 4.0, 0.5) + erlang.carried(3, 10.0, 0.2)
    assert [erlang.clear(KINDS, edge * factor) for factor in (1 - 1e-5, 1 - 1e-7, 1, 1 + 1e-7, 1 + 1e-5)] == [
        True, False, False, False, True,
    ]  # fmt: skip
