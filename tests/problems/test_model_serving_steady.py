"""The steadiest backfill: the accepted solutions keep the two conditions that make a plan the best, and no plan tried is cheaper."""

from fractions import Fraction
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.problems.model_serving import solutions

SOLUTIONS = solutions("steady-backfill", "steadiest_plan")

Tube = tuple[list[int], list[int]]


@st.composite
def tubes(draw: st.DrawFn, most: int = 12) -> Tube:
    """Two rising lists with one end; small totals, so that corners often lie on one line."""
    hours = draw(st.integers(1, most))
    total = draw(st.sampled_from([2, 5, 12, 40, 10**12]))
    rising = st.lists(st.integers(0, total), min_size=hours, max_size=hours).map(sorted)
    first, second = draw(rising), draw(rising)
    ready = [max(pair) for pair in zip(first, second, strict=True)]
    due = [min(pair) for pair in zip(first, second, strict=True)]
    return ready, [*due[:-1], ready[-1]]


def done(plan: list[tuple[int, int]]) -> list[Fraction]:
    """What is done after each hour, hour 0 included."""
    totals = [Fraction(0)]
    for (start, before), (end, after) in pairwise([(0, 0), *plan]):
        rate = Fraction(after - before, end - start)
        totals += [before + rate * (hour - start) for hour in range(start + 1, end + 1)]
    return totals


def cost(totals: list[Fraction]) -> Fraction:
    return sum(((later - earlier) ** 2 for earlier, later in pairwise(totals)), Fraction(0))


@pytest.mark.parametrize("steadiest_plan", SOLUTIONS.values(), ids=SOLUTIONS)
@settings(max_examples=300, deadline=None)
@given(tube=tubes())
def test_rate_rises_at_ceilings_and_falls_at_deadlines_only(steadiest_plan: Any, tube: Tube) -> None:
    ready, due = tube
    plan = steadiest_plan(ready, due)
    totals = done(plan)
    assert all(low <= at <= high for low, at, high in zip(due, totals[1:], ready, strict=True))
    changes = []
    for hour in range(1, len(ready)):
        before, after = totals[hour] - totals[hour - 1], totals[hour + 1] - totals[hour]
        if after != before:
            changes.append((hour, totals[hour]))
            assert totals[hour] == (ready if after > before else due)[hour - 1]
    assert plan == [*changes, (len(ready), ready[-1])]


@pytest.mark.parametrize("steadiest_plan", SOLUTIONS.values(), ids=SOLUTIONS)
@settings(max_examples=200, deadline=None)
@given(tube=tubes(8), data=st.data())
def test_no_other_plan_in_whole_numbers_costs_less(
    steadiest_plan: Any, tube: Tube, data: st.DataObject
) -> None:
    ready, due = tube
    other = [Fraction(0)]
    for low, high in zip(due, ready, strict=True):
        other.append(Fraction(data.draw(st.integers(max(low, int(other[-1])), high))))
    best = done(steadiest_plan(ready, due))
    assert cost(best) <= cost(other)
    if best != other:
        assert cost(best) < cost(other)
    peaks = [max(later - earlier for earlier, later in pairwise(totals)) for totals in (best, other)]
    assert peaks[0] <= peaks[1]


@settings(max_examples=200, deadline=None)
@given(tube=tubes(40))
def test_accepted_solutions_agree_on_longer_tubes(tube: Tube) -> None:
    first, *others = (steadiest_plan(*tube) for steadiest_plan in SOLUTIONS.values())
    assert others == [first] * len(others)
