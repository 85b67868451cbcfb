"""Point-in-time join: accepted solutions against the statement read literally, and what a join must not depend on."""

import random
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.problems.author import accepted, load

PACKAGE = "feature-store/point-in-time-join"
Row = tuple[str, int, int, int | None]
Join = Callable[[list[tuple[str, int]], list[Row], int], list[int | None]]
SOLUTIONS: dict[str, Join] = {
    name: load(PACKAGE, f"submissions/accepted/{name}").point_in_time_join for name in accepted(PACKAGE)
}
CASES = load(PACKAGE, "cases.py")

entities = st.sampled_from("ab")
times = st.integers(0, 7)
rows_ = st.lists(st.tuples(entities, times, st.integers(-2, 11), st.none() | st.integers(-2, 2)), max_size=14)
requests_ = st.lists(st.tuples(st.sampled_from("abc"), st.integers(-1, 12)), max_size=8)


def oracle(requests: list[tuple[str, int]], rows: list[Row], ttl: int) -> list[int | None]:
    """Step by step, with all rows looked at for each request."""
    answers = []
    for entity, time in requests:
        counting: dict[int, tuple[int, int, int | None]] = {}
        for place, (owner, event_time, available_at, value) in enumerate(rows):
            if owner == entity and event_time <= time and available_at <= time:
                version = (available_at, place, value)
                counting[event_time] = max(counting.get(event_time, version), version, key=lambda v: v[:2])
        left = {event_time: value for event_time, (_, _, value) in counting.items() if value is not None}
        newest = max(left, default=None)
        answers.append(left[newest] if newest is not None and time - newest <= ttl else None)
    return answers


@pytest.mark.parametrize("name", SOLUTIONS)
@settings(max_examples=600, deadline=None)
@given(requests=requests_, rows=rows_, ttl=st.integers(0, 9))
def test_accepted_solution_equals_the_statement(
    name: str, requests: list[tuple[str, int]], rows: list[Row], ttl: int
) -> None:
    assert SOLUTIONS[name](requests, rows, ttl) == oracle(requests, rows, ttl)


@pytest.mark.parametrize("name", SOLUTIONS)
@settings(max_examples=200, deadline=None)
@given(requests=requests_, rows=rows_, ttl=st.integers(0, 9), now=st.integers(0, 11))
def test_rows_of_the_future_change_no_answer(
    name: str, requests: list[tuple[str, int]], rows: list[Row], ttl: int, now: int
) -> None:
    past = [request for request in requests if request[1] <= now]
    known = [row for row in rows if max(row[1], row[2]) <= now]
    assert SOLUTIONS[name](past, rows, ttl) == SOLUTIONS[name](past, known, ttl)


@pytest.mark.parametrize("seed", [7, 8])
def test_accepted_solutions_agree_on_every_case(seed: int) -> None:
    for case in [*CASES.cases(random.Random(seed)), *CASES.fresh(random.Random(seed))]:
        if case.raises is None:
            first, *others = (solve(*case.args) for solve in SOLUTIONS.values())
            assert others == [first] * len(others), case.note


@pytest.mark.parametrize(
    ("args", "reason"),
    [
        (([], []), "takes requests, rows and ttl"),
        (([], [], 1, 2), "takes requests, rows and ttl"),
        (((), [], 1), "requests must be a list"),
        (([], [("e", 1, 1, 1)] * 12_001, 1), "rows must be a list of at most 12000"),
        (([("e",)], [], 1), r"requests\[0\] must be a tuple"),
        (([("e", 1.5)], [], 1), r"requests\[0\]: time must be an integer"),
        (([], [("e", 1, 1)], 1), r"rows\[0\] must be a tuple"),
        (([], [(7, 1, 1, 1)], 1), r"rows\[0\]: the entity must be a string"),
        (([], [("e", 1, 10**12 + 1, 1)], 1), r"rows\[0\]: available_at must be"),
        (([], [("e", 1, 1, True)], 1), r"rows\[0\]: value must be an integer"),
        (([], [], "1"), "ttl must be an integer"),
    ],
)
def test_validate_refuses_junk(args: tuple[Any, ...], reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        CASES.validate(args)
