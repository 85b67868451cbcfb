"""NDCG: accepted solutions against the mean over all orders that the scores leave open."""

import random
from itertools import pairwise, permutations
from math import log2
from statistics import fmean
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.problems.author import accepted, load

PACKAGE = "recsys-modelling/ndcg-at-k"
SOLUTIONS = {name: load(PACKAGE, f"submissions/accepted/{name}").ndcg for name in accepted(PACKAGE)}
CASES = load(PACKAGE, "cases.py")

Query = tuple[list[float], list[int]]
items = st.lists(st.tuples(st.sampled_from([0.0, -0.0, 0.5, 1.0, -3.0]), st.integers(0, 4)), max_size=6)
queries = st.lists(items.map(lambda rows: ([s for s, _ in rows], [g for _, g in rows])), max_size=3)
cuts = st.sampled_from([1, 2, 3, 4, 6, 7, 10**9])


def dcg(grades: list[int], k: int) -> float:
    return sum((2**grade - 1) / log2(1 + place) for place, grade in enumerate(grades[:k], 1))


def oracle(query: Query, k: int) -> float | None:
    """The statement read literally: every order that is sorted by score counts the same."""
    scores, grades = query
    orders = [
        order
        for order in permutations(range(len(scores)))
        if all(scores[x] >= scores[y] for x, y in pairwise(order))
    ]
    best = max(dcg([grades[at] for at in order], k) for order in permutations(range(len(scores))))
    return fmean(dcg([grades[at] for at in order], k) for order in orders) / best if any(grades) else None


@pytest.mark.parametrize("name", SOLUTIONS)
@settings(max_examples=150, deadline=None)
@given(asked=queries, k=cuts)
def test_accepted_solution_equals_the_mean_over_orders(name: str, asked: list[Query], k: int) -> None:
    mean, values = SOLUTIONS[name](asked, k)
    expected = [oracle(query, k) for query in asked]
    assert [value is None for value in values] == [value is None for value in expected]
    known = [value for value in expected if value is not None]
    assert [value for value in values if value is not None] == pytest.approx(known, rel=1e-12, abs=1e-15)
    assert mean == (pytest.approx(fmean(known), rel=1e-12, abs=1e-15) if known else None)


@pytest.mark.parametrize("name", SOLUTIONS)
@settings(max_examples=100, deadline=None)
@given(asked=queries, k=cuts, order=st.randoms(use_true_random=False))
def test_value_does_not_depend_on_the_order_of_items(
    name: str, asked: list[Query], k: int, order: random.Random
) -> None:
    mixed = []
    for scores, grades in asked:
        places = order.sample(range(len(scores)), len(scores))
        mixed.append(([scores[at] for at in places], [grades[at] for at in places]))
    one, other = (SOLUTIONS[name](given_, k)[1] for given_ in (asked, mixed))
    assert [value or 0 for value in one] == pytest.approx([value or 0 for value in other], rel=1e-12)


@pytest.mark.parametrize("name", SOLUTIONS)
def test_grades_as_scores_are_perfect(name: str) -> None:
    rng = random.Random(2)
    for k in (1, 3, 50):
        grades = [rng.randint(0, 4) for _ in range(30)] + [1]
        assert SOLUTIONS[name]([([float(grade) for grade in grades], grades)], k)[0] == pytest.approx(1)


@pytest.mark.parametrize(
    ("args", "reason"),
    [
        (([],), "takes queries and k"),
        (([[[0.1], [1]]], 1), r"queries\[0\] must be a tuple"),
        (([(["0.1"], [1])], 1), r"queries\[0\]: scores must be numbers"),
        (([([0.1], [True])], 1), r"queries\[0\]: grades must be integers"),
        (([([0.1] * 30_001, [])], 1), "at most 30000 items"),
        (([], 1.0), "k must be an integer"),
    ],
)
def test_validate_refuses_junk(args: tuple[Any, ...], reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        CASES.validate(args)
