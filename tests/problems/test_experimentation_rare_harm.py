"""Rare harm, market by market: the accepted solutions against every way in which the harmed could be spread, in whole numbers."""

from fractions import Fraction
from itertools import product
from math import comb, prod
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.problems.author import accepted, load

PACKAGE = "experimentation/rare-harm"
SOLUTIONS = {
    name.removesuffix(".py"): vars(load(PACKAGE, f"submissions/accepted/{name}"))["common_odds"]
    for name in accepted(PACKAGE)
}

Market = tuple[int, int, int, int]


@st.composite
def one_market(draw: st.DrawFn, most: int) -> Market:
    treated, control = draw(st.integers(0, most)), draw(st.integers(0, most))
    return treated, draw(st.integers(0, min(treated, 4))), control, draw(st.integers(0, min(control, 4)))


def experiments(most: int = 9, size: int = 3) -> st.SearchStrategy[list[Market]]:
    return st.lists(one_market(most), max_size=size)


def weights(markets: list[Market]) -> dict[int, int]:
    """In how many ways each total comes about, each way of spreading the harmed counted by itself."""
    found: dict[int, int] = {}
    for spread in product(*(range(min(n, a + b) + 1) for n, a, _, b in markets)):
        ways = prod(comb(n, x) * comb(c, a + b - x) for (n, a, c, b), x in zip(markets, spread, strict=True))
        if ways:
            found[sum(spread)] = found.get(sum(spread), 0) + ways
    return found


@pytest.mark.parametrize("common_odds", SOLUTIONS.values(), ids=SOLUTIONS)
@settings(max_examples=60, deadline=None)
@given(markets=experiments(), alpha=st.sampled_from([0.5, 0.05, 1e-6]))
def test_answers_are_those_of_the_model_in_whole_numbers(
    common_odds: Any, markets: list[Market], alpha: float
) -> None:
    found, observed = weights(markets), sum(market[1] for market in markets)
    fewest, most = min(found), max(found)
    answer = common_odds(markets, alpha)
    tail = sum(ways for total, ways in found.items() if total >= observed)
    assert answer["p"] == pytest.approx(float(Fraction(tail, sum(found.values()))), rel=1e-12)

    def mean(ratio: float, count: Any) -> float:
        """The mean of `count` of the total, at an odds ratio, by fractions."""
        shares = {total: ways * Fraction(ratio) ** total for total, ways in found.items()}
        return float(sum(share * count(total) for total, share in shares.items()) / sum(shares.values()))

    assert (answer["low"] == 0) == (observed == fewest)
    assert (answer["high"] is None) == (observed == most)
    assert (answer["estimate"] is None) == (observed == most)
    assert (answer["estimate"] == 0) == (observed == fewest < most)
    if answer["low"]:
        assert mean(answer["low"], lambda total: total >= observed) == pytest.approx(alpha / 2, rel=1e-9)
    if answer["high"] is not None:
        assert mean(answer["high"], lambda total: total <= observed) == pytest.approx(alpha / 2, rel=1e-9)
    if answer["estimate"]:
        assert mean(answer["estimate"], lambda total: total) == pytest.approx(observed, rel=1e-9)


@pytest.mark.parametrize("common_odds", SOLUTIONS.values(), ids=SOLUTIONS)
@settings(max_examples=40, deadline=None)
@given(markets=experiments(10**9, 6))
def test_arms_exchanged_give_reciprocal_answers(common_odds: Any, markets: list[Market]) -> None:
    one = common_odds(markets, 0.05)
    other = common_odds([(control, b, treated, a) for treated, a, control, b in markets], 0.05)

    def turned(value: float | None) -> float | None:
        return None if value == 0 else 0.0 if value is None else 1 / value

    assert other["low"] == pytest.approx(turned(one["high"]), rel=1e-9)
    assert other["high"] == pytest.approx(turned(one["low"]), rel=1e-9)
    if (
        one["low"] or one["high"] is not None
    ):  # otherwise nothing is known, and the estimate is None both ways
        assert other["estimate"] == pytest.approx(turned(one["estimate"]), rel=1e-9)


@pytest.mark.parametrize("common_odds", SOLUTIONS.values(), ids=SOLUTIONS)
@settings(max_examples=40, deadline=None)
@given(users=st.integers(1, 10**9), others=st.integers(1, 10**9), alpha=st.sampled_from([0.3, 0.01, 1e-12]))
def test_one_harmed_user_has_answers_in_closed_form(
    common_odds: Any, users: int, others: int, alpha: float
) -> None:
    answer = common_odds([(users, 1, others, 0)], alpha)
    assert answer["p"] == pytest.approx(users / (users + others), rel=1e-12)
    assert answer["low"] == pytest.approx(others / users * alpha / (2 - alpha), rel=1e-9)


@settings(max_examples=40, deadline=None)
@given(markets=experiments(10**9, 30), alpha=st.sampled_from([0.9, 0.05, 1e-12]))
def test_accepted_solutions_agree_far_out(markets: list[Market], alpha: float) -> None:
    first, *others = (common_odds(markets, alpha) for common_odds in SOLUTIONS.values())
    for other in others:
        assert other == pytest.approx(first, rel=1e-9)
