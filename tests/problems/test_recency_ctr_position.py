"""Position correction: accepted solutions against the closed form of the fit, and its expectation by enumeration."""

from fractions import Fraction
from itertools import product
from math import prod
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.problems.author import accepted, load

PACKAGE = "recency-ctr/position-bias-correction"
SOLUTIONS = {name: load(PACKAGE, f"submissions/accepted/{name}").corrected_ctr for name in accepted(PACKAGE)}
CASES = load(PACKAGE, "cases.py")

Row = tuple[str, int, int, int]
flags = st.integers(0, 1)
rows = st.lists(
    st.tuples(st.sampled_from(["a", "b", "B", ""]), st.sampled_from([1, 2, 3, 4, 5, 40]), flags, flags),
    min_size=1,
    max_size=30,
)
clips = st.sampled_from([1, 1.5, 2, 4.0, 1e6])


def closed_form(counts: list[tuple[int, int]]) -> list[Fraction]:
    """The isotonic fit as the least, over starts above, of the largest mean from there to at or below."""

    def mean(first: int, last: int) -> Fraction:
        part = counts[first : last + 1]
        return Fraction(sum(clicks for clicks, _ in part), sum(shown for _, shown in part))

    places = range(len(counts))
    return [min(max(mean(first, last) for last in places[at:]) for first in range(at + 1)) for at in places]


def oracle(logs: list[Row], clip: float, theta: dict[int, Fraction]) -> list[tuple[str, Any, Any]]:
    """The rates of the statement in fractions, for propensities known by position."""
    answer = []
    for item in sorted({row[0] for row in logs}):
        seen = [(theta[position], clicked) for other, position, clicked, _ in logs if other == item]
        weights = [min(1 / look, Fraction(clip)) if look else Fraction(clip) for look, _ in seen]
        clicks = sum(weight * clicked for weight, (_, clicked) in zip(weights, seen, strict=True))
        looks = sum(weight * look for weight, (look, _) in zip(weights, seen, strict=True))
        answer.append((item, clicks / len(seen), clicks / looks if looks else None))
    return answer


def same(answer: list[tuple[str, Any, Any]], expected: list[tuple[str, Any, Any]]) -> bool:
    def plain(entries: list[tuple[str, Any, Any]]) -> list[Any]:
        return [None if value is None else float(value) for entry in entries for value in entry[1:]]

    names = [entry[0] for entry in answer] == [entry[0] for entry in expected]
    pairs = zip(plain(answer), plain(expected), strict=True)
    return names and all(x is y if None in (x, y) else x == pytest.approx(y, rel=1e-12) for x, y in pairs)


@pytest.mark.parametrize("name", SOLUTIONS)
@settings(max_examples=400, deadline=None)
@given(logs=rows, clip=clips)
def test_accepted_solution_equals_the_closed_form_of_the_fit(name: str, logs: list[Row], clip: float) -> None:
    places = sorted({row[1] for row in logs if row[3]})
    clicks = [[row[2] for row in logs if row[3] and row[1] == place] for place in places]
    fit = closed_form([(sum(found), len(found)) for found in clicks])
    if not any(fit):
        with pytest.raises(ValueError, match="no shuffled row was clicked"):
            SOLUTIONS[name](logs, clip, None)
        return
    theta = {}
    for position in {row[1] for row in logs}:
        above = [rate for place, rate in zip(places, fit, strict=True) if place <= position]
        theta[position] = above[-1] / fit[0] if above else Fraction(1)
    assert same(SOLUTIONS[name](logs, clip, None), oracle(logs, clip, theta))


@pytest.mark.parametrize("name", SOLUTIONS)
@settings(max_examples=200, deadline=None)
@given(logs=rows, clip=clips, eighths=st.lists(st.integers(1, 8), min_size=6, max_size=6))
def test_accepted_solution_equals_the_formula_for_given_propensities(
    name: str, logs: list[Row], clip: float, eighths: list[int]
) -> None:
    theta = {place: Fraction(part, 8) for place, part in zip([1, 2, 3, 4, 5, 40], eighths, strict=True)}
    answer = SOLUTIONS[name](logs, clip, {place: float(look) for place, look in theta.items()})
    assert same(answer, oracle(logs, clip, theta))


@pytest.mark.parametrize("name", SOLUTIONS)
@pytest.mark.parametrize("clip", [1, 2.5, 100])
def test_normalised_rate_is_unbiased_whatever_the_clip(name: str, clip: float) -> None:
    theta, rate, places = {1: 1.0, 2: 0.4, 3: 0.05}, 0.3, (1, 2, 3, 3)
    mean = 0.0
    for clicks in product((0, 1), repeat=len(places)):
        chances = [theta[place] * rate for place in places]
        chance = prod(p if click else 1 - p for p, click in zip(chances, clicks, strict=True))
        logs = [("a", place, click, 0) for place, click in zip(places, clicks, strict=True)]
        mean += chance * SOLUTIONS[name](logs, clip, theta)[0][2]
    assert mean == pytest.approx(rate, rel=1e-12)


@pytest.mark.parametrize(
    ("args", "reason"),
    [
        (([], 1.0), "takes logs, clip and propensity"),
        (([("a", 1, 1)], 1.0, None), r"logs\[0\] must be a tuple"),
        (([("a", 0, 1, 1)], 1.0, None), r"logs\[0\]: item, position or a flag"),
        (([("a", 1, 2, 1)], 1.0, None), r"logs\[0\]: item, position or a flag"),
        (([], "1", None), "clip must be a number"),
        (([], 1.0, [1.0]), "propensity must be a dict"),
        (([], 1.0, {"1": 1.0}), "propensity must hold numbers"),
    ],
)
def test_validate_refuses_junk(args: tuple[Any, ...], reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        CASES.validate(args)
