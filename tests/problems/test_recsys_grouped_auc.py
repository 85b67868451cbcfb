"""Grouped AUC: accepted solutions against all pairs, and what must not change it."""

import random
from fractions import Fraction
from math import inf
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.problems.author import accepted, load

PACKAGE = "recsys-modelling/grouped-auc"
SOLUTIONS = {name: load(PACKAGE, f"submissions/accepted/{name}").grouped_auc for name in accepted(PACKAGE)}
CASES = load(PACKAGE, "cases.py")

Row = tuple[str, float, int]
scores = st.sampled_from([0.0, -0.0, 0.5, 1, -2.0, inf, -inf])
rows = st.lists(st.tuples(st.sampled_from(["a", "b", "c", "B"]), scores, st.integers(0, 1)), max_size=25)


def area(made: list[Row]) -> Fraction | None:
    pairs = [(x, y) for _, x, clicked in made if clicked for _, y, other in made if not other]
    won = sum(Fraction(2 * (x > y) + (x == y), 2) for x, y in pairs)
    return won / len(pairs) if pairs else None


def oracle(made: list[Row]) -> dict[str, float | None]:
    """The statement read literally, pair by pair."""
    own = [[row for row in made if row[0] == user] for user in {row[0] for row in made}]
    known = [(len(group), value) for group in own if (value := area(group)) is not None]
    covered = sum(size for size, _ in known)
    pooled = area(made)
    return {
        "gauc": float(sum(size * value for size, value in known) / covered) if known else None,
        "covered": covered / len(made) if made else None,
        "auc": None if pooled is None else float(pooled),
    }


def same(first: dict[str, Any], second: dict[str, Any]) -> bool:
    return first.keys() == second.keys() and all(
        value is second[key]
        if None in (value, second[key])
        else value == pytest.approx(second[key], rel=1e-12)
        for key, value in first.items()
    )


@pytest.mark.parametrize("name", SOLUTIONS)
@settings(max_examples=500, deadline=None)
@given(made=rows)
def test_accepted_solution_equals_all_pairs(name: str, made: list[Row]) -> None:
    assert same(SOLUTIONS[name](made), oracle(made))


@pytest.mark.parametrize("name", SOLUTIONS)
@settings(max_examples=100, deadline=None)
@given(made=rows, order=st.randoms(use_true_random=False))
def test_only_the_order_within_users_counts(name: str, made: list[Row], order: random.Random) -> None:
    shift = {user: order.randint(-9, 9) for user in "abcB"}
    moved = [(user, 2 * score + shift[user], label) for user, score, label in made]
    one, other = (SOLUTIONS[name](given_) for given_ in (made, order.sample(moved, len(moved))))
    assert same({"gauc": one["gauc"]}, {"gauc": other["gauc"]})


@pytest.mark.parametrize("name", SOLUTIONS)
@settings(max_examples=100, deadline=None)
@given(made=rows)
def test_turning_scores_around_mirrors_the_area(name: str, made: list[Row]) -> None:
    one = SOLUTIONS[name](made)
    other = SOLUTIONS[name]([(user, -score, label) for user, score, label in made])
    mirrored = {key: None if one[key] is None else 1 - one[key] for key in ("gauc", "auc")}
    assert [other[key] or 0 for key in mirrored] == pytest.approx(
        [value or 0 for value in mirrored.values()], abs=1e-12
    )


@pytest.mark.parametrize(
    ("made", "reason"),
    [
        ((), "rows must be a list"),
        ([("a", 0.1)], r"rows\[0\] must be a tuple"),
        ([(1, 0.1, 1)], r"rows\[0\] must be a tuple"),
        ([("a", "0.1", 1)], r"rows\[0\]: score must be a number"),
        ([("a", 0.1, True)], r"rows\[0\]: score must be a number"),
        ([("a", 0.1, 1)] * 24_001, "at most 24000 rows"),
    ],
)
def test_validate_refuses_junk(made: Any, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        CASES.validate((made,))
