"""Streaming CTR: accepted solutions against the events summed up again in exact arithmetic."""

import random
from collections.abc import Iterator
from decimal import Decimal, localcontext
from math import inf, isclose, nan
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tests.problems.author import accepted, load

PACKAGE = "recency-ctr/streaming-recency-ctr"
SOLUTIONS = {name: load(PACKAGE, f"submissions/accepted/{name}").StreamingCTR for name in accepted(PACKAGE)}
CASES = load(PACKAGE, "cases.py")
EXACT = load(PACKAGE, "exact_decay.py")

Call = tuple[Any, ...]
times = st.builds(
    lambda base, offset: base + offset, st.sampled_from([-(10**12), 0, 742, 5_000]), st.integers(0, 6)
)
items = st.sampled_from(["a", "b", "B", "10", "9"])
records = st.tuples(st.just("record"), times, items, st.sampled_from([0, 0, 1, 1, 2]))
logs = st.tuples(st.just("log_impressions"), items, times)
tops = st.tuples(
    st.just("top"), st.integers(0, 4), times, st.sampled_from([-1e16, -2_000.0, -0.5, 0.0, 0.7, nan])
)
calls = st.lists(st.one_of(records, records, st.tuples(st.just("ctr"), items), logs, tops), max_size=40)
decays = st.sampled_from([0, 0.1, 0.5, 1.0, 40.0])


def oracle(lam: float, made: list[Call]) -> Iterator[Any]:
    """The statement read literally: all events again at each question, to 60 digits."""
    events: list[tuple[int, str, int]] = []

    def mass(item: str, now: int, clicked: tuple[int, ...]) -> Decimal:
        ages = [now - at for at, other, click in events if other == item and click in clicked]
        return sum(((-Decimal(lam) * age).exp() for age in ages), Decimal(0))

    def rate(item: str) -> Decimal:
        newest = max(at for at, other, _ in events if other == item)
        return mass(item, newest, (1,)) / mass(item, newest, (0, 1))

    for method, *given_ in made:
        known = {item for _, item, _ in events}
        late = method in ("log_impressions", "top") and any(at > given_[1] for at, _, _ in events)
        if late or (method == "record" and given_[2] > 1):
            yield "ValueError"
        elif method == "record":
            events.append(tuple(given_))
            yield None
        elif method == "ctr":
            yield float(rate(given_[0])) if given_[0] in known else None
        elif method == "log_impressions":
            yield float(mass(*given_, (0, 1)).ln()) if given_[0] in known else None
        elif given_[0] <= 0 or given_[2] != given_[2]:
            yield "ValueError"
        else:
            rows = [
                (-round(rate(item), 9), -round(mass(item, given_[1], (0, 1)).ln(), 9), item) for item in known
            ]
            seen = sorted(row for row in rows if -row[1] >= round(Decimal(given_[2]), 9))
            yield [(item, float(-minus)) for minus, _, item in seen[: given_[0]]]


def replay(solution: Any, lam: float, made: list[Call]) -> Iterator[Any]:
    stream = solution(lam)
    for method, *given_ in made:
        try:
            yield getattr(stream, method)(*given_)
        except ValueError:
            yield "ValueError"


def agree(first: Any, second: Any) -> bool:
    """Whether two results are the same within the tolerances of the statement."""
    if isinstance(first, float) and isinstance(second, float):
        return isclose(first, second, rel_tol=1e-12, abs_tol=2e-9)
    if isinstance(first, list | tuple) and isinstance(second, list | tuple):
        return len(first) == len(second) and all(map(agree, first, second))
    return first == second


@pytest.mark.parametrize("name", SOLUTIONS)
@settings(max_examples=300, deadline=None)
@given(lam=decays, made=calls)
def test_accepted_solution_equals_exact_arithmetic(name: str, lam: float, made: list[Call]) -> None:
    assume(EXACT.clear(lam, made))
    with localcontext(EXACT.EXACT):
        expected = list(oracle(lam, made))
    answers = list(replay(SOLUTIONS[name], lam, made))
    assert [agree(*pair) for pair in zip(answers, expected, strict=True)] == [True] * len(made), answers


@pytest.mark.parametrize("name", SOLUTIONS)
@settings(max_examples=100, deadline=None)
@given(lam=decays, made=st.lists(records, max_size=20), order=st.randoms(use_true_random=False))
def test_state_does_not_depend_on_the_order_of_arrival(
    name: str, lam: float, made: list[Call], order: random.Random
) -> None:
    asked = [("ctr", item) for item in "abB"] + [("log_impressions", item, 10**12) for item in "abB"]
    mixed = order.sample(made, len(made))
    one, other = (list(replay(SOLUTIONS[name], lam, events + asked))[len(made) :] for events in (made, mixed))
    assert agree(one, other)


@pytest.mark.parametrize("name", SOLUTIONS)
@pytest.mark.parametrize("lam", [-1e-300, inf, -inf, nan])
def test_accepted_solution_refuses_lam(name: str, lam: float) -> None:
    with pytest.raises(ValueError, match="lam must be"):
        SOLUTIONS[name](lam)


@pytest.mark.parametrize(
    ("args", "made", "reason"),
    [
        ((), [], "one argument"),
        (("1",), [], "lam must be a number"),
        ((1e4,), [], "lam must be a number"),
        ((1,), [("record", 1, "a")], "call 1: write record"),
        ((1,), [("record", 1.0, "a", 1)], "call 1: timestamp must be an integer"),
        ((1,), [("ctr", "a"), ("ctr", 3)], "call 2: item must be a string"),
        ((1,), [("top", 1, 1, "0")], "call 1: log_floor must be a number"),
        ((1,), [("top", 1, 1, 0.0)] * 21, "20 calls of top"),
        ((1,), [("ctr", "a")] * 25_001, "25001 calls"),
    ],
)
def test_validate_refuses_junk(args: tuple[Any, ...], made: list[Call], reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        CASES.validate(args, made)
