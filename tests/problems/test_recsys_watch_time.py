"""Censored watch time: accepted solutions against fractions, and the laws that tie curve and weights together."""

from fractions import Fraction
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.problems.author import accepted, load

PACKAGE = "recsys-modelling/censored-watch-time"
SOLUTIONS = {name: load(PACKAGE, f"submissions/accepted/{name}").watch_time for name in accepted(PACKAGE)}
CASES = load(PACKAGE, "cases.py")

View = tuple[int, int]
logs = st.lists(st.tuples(st.integers(0, 8), st.integers(0, 1)), min_size=1, max_size=10)
lengths = st.integers(1, 10)


def oracle(views: list[View], length: int) -> dict[str, Any]:
    """The statement read literally, in fractions; there is one formula for each time."""
    times = sorted({ms for ms, _ in views})
    last = times[-1]

    def n(t: int) -> int:
        return sum(ms >= t for ms, _ in views)

    def ended(t: int, how: int) -> int:
        return views.count((t, how))

    def share(before: int) -> Fraction:
        """S just before a time."""
        steps = (1 - Fraction(ended(s, 1), n(s)) for s in times if s < before)
        return product(steps)

    def uncut(before: int) -> Fraction:
        steps = (1 - Fraction(ended(s, 0), n(s) - ended(s, 1)) for s in times if s < before and ended(s, 0))
        return product(steps)

    corners = sorted({0, min(length, last), *(t for t in times if t < length)})
    low = sum((share(end) * (end - start) for start, end in pairwise(corners)), Fraction(0))
    open_end = share(last + 1)
    return {
        "completion": (share(length),) * 2 if length <= last else (Fraction(0), open_end),
        "mean": (low, low + open_end * max(0, length - last)),
        "median": next((t for t in times if share(t + 1) <= Fraction(1, 2)), None),
        "weights": [
            1 / uncut(min(ms, length)) if left or ms >= length else Fraction(0) for ms, left in views
        ],
    }


def product(steps: Any) -> Fraction:
    value = Fraction(1)
    for step in steps:
        value *= step
    return value


def floats(values: Any) -> Any:
    return pytest.approx([float(value) for value in values], rel=1e-11, abs=1e-12)


@pytest.mark.parametrize("name", SOLUTIONS)
@settings(max_examples=300, deadline=None)
@given(views=logs, length=lengths)
def test_accepted_solution_equals_fractions(name: str, views: list[View], length: int) -> None:
    answer, expected = SOLUTIONS[name](views, length), oracle(views, length)
    assert answer["median"] == expected["median"]
    for key in ("completion", "mean", "weights"):
        assert list(answer[key]) == floats(expected[key]), key


@pytest.mark.parametrize("name", SOLUTIONS)
@settings(max_examples=200, deadline=None)
@given(views=logs, length=lengths)
def test_weighted_mean_is_the_area_where_it_is_known(name: str, views: list[View], length: int) -> None:
    answer = SOLUTIONS[name](views, length)
    pairs = zip(answer["weights"], views, strict=True)
    weighted = sum(weight * min(ms, length) for weight, (ms, _) in pairs) / len(views)
    low, high = answer["mean"]
    known = high - low < 1e-12 and answer["completion"][1] - answer["completion"][0] < 1e-12
    assert weighted == pytest.approx(low, abs=1e-11) if known else weighted <= low + 1e-11


@pytest.mark.parametrize("name", SOLUTIONS)
@settings(max_examples=200, deadline=None)
@given(views=logs, length=lengths)
def test_weights_lack_what_was_still_watching(name: str, views: list[View], length: int) -> None:
    answer = SOLUTIONS[name](views, length)
    low, high = answer["completion"]
    assert sum(answer["weights"]) / len(views) == pytest.approx(1 - (high - low), abs=1e-11)


@pytest.mark.parametrize("name", SOLUTIONS)
@settings(max_examples=100, deadline=None)
@given(views=logs, length=lengths)
def test_without_cuts_everything_is_a_plain_average(name: str, views: list[View], length: int) -> None:
    stays = [ms for ms, _ in views]
    answer = SOLUTIONS[name]([(ms, 1) for ms in stays], length)
    completed = sum(ms >= length for ms in stays) / len(stays)
    mean = sum(min(ms, length) for ms in stays) / len(stays)
    assert answer["completion"] == pytest.approx((completed, completed), abs=1e-12)
    assert answer["mean"] == pytest.approx((mean, mean), rel=1e-12)
    assert answer["weights"] == [1.0] * len(stays)
    assert answer["median"] == sorted(stays)[(len(stays) - 1) // 2]


@pytest.mark.parametrize(
    ("args", "reason"),
    [
        (([],), "takes views and length"),
        (((), 1), "views must be a list"),
        (([(1, True)], 1), r"views\[0\] must be a tuple of two integers"),
        (([(1.0, 1)], 1), r"views\[0\] must be a tuple of two integers"),
        (([(2 * 10**9, 1)], 1), r"views\[0\]: ms may be at most"),
        (([(1, 1)], 1.0), "length must be an integer"),
        (([(1, 1)] * 20_001, 1), "at most 20000 views"),
    ],
)
def test_validate_refuses_junk(args: tuple[Any, ...], reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        CASES.validate(args)


def test_validate_refuses_a_share_next_to_one_half() -> None:
    # 1000/1413 · 337/477 is 7e-7 away from one half.
    views = [(10, 1)] * 413 + [(15, 0)] * 523 + [(20, 1)] * 140 + [(30, 0)] * 337
    with pytest.raises(ValueError, match="within a millionth of one half"):
        CASES.validate((views, 25))


def test_validate_accepts_one_half_as_a_product() -> None:
    views = [(10, 1)] * 2 + [(15, 0)] * 2 + [(20, 1)] * 2 + [(25, 0)] + [(30, 1)] + [(40, 0)] * 4
    assert SOLUTIONS["product_limit.py"](views, 25)["median"] == 30  # 10/12 · 6/8 · 4/5
    CASES.validate((views, 25))
