"""Most-watched videos: accepted solutions against an oracle, and what counts as a valid input."""

import random
import tomllib
from collections import Counter
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.problems.author import PROBLEMS, accepted, load

PACKAGE = "streaming-top-k/most-watched-videos"
SOLUTIONS = {name: load(PACKAGE, f"submissions/accepted/{name}").TopK for name in accepted(PACKAGE)}
CASES = load(PACKAGE, "cases.py")
ASK = ("topk",)

ids = st.sampled_from([0, 1, 2, 3, 9, 10, 99, 100, 2**63 - 1])
calls = st.lists(st.one_of(st.just(ASK), st.tuples(st.just("update"), ids, st.integers(-1, 4))), max_size=60)


def replay(solution: Any, k: int, made: list[tuple[Any, ...]]) -> list[Any]:
    """One entry per call: its value, or the name of what it raised."""
    videos = solution(k)
    entries: list[Any] = []
    for method, *args in made:
        try:
            entries.append(getattr(videos, method)(*args))
        except ValueError:
            entries.append("ValueError")
    return entries


def oracle(k: int, made: list[tuple[Any, ...]]) -> list[Any]:
    """The statement read literally: all accepted events again at each question."""
    events: list[tuple[int, int]] = []
    entries: list[Any] = []
    for method, *args in made:
        if method == "topk":
            known = {video for video, _ in events}
            total = {video: sum(seconds for other, seconds in events if other == video) for video in known}
            entries.append(sorted(known, key=lambda video: (-total[video], video))[:k])
        elif args[1] < 0:
            entries.append("ValueError")
        else:
            events.append((args[0], args[1]))
            entries.append(None)
    return entries


@pytest.mark.parametrize("name", SOLUTIONS)
@settings(max_examples=700, deadline=None)
@given(k=st.integers(1, 5), made=calls)
def test_accepted_solution_equals_oracle(name: str, k: int, made: list[tuple[Any, ...]]) -> None:
    assert replay(SOLUTIONS[name], k, [*made, ASK]) == oracle(k, [*made, ASK])


@pytest.mark.parametrize("name", SOLUTIONS)
@pytest.mark.parametrize("k", [0, -1, -(10**9)])
def test_accepted_solution_refuses_k(name: str, k: int) -> None:
    with pytest.raises(ValueError, match="k must be positive"):
        SOLUTIONS[name](k)


@pytest.mark.parametrize("seed", range(3))
def test_accepted_solutions_agree_on_every_case(seed: int) -> None:
    drawn = [*CASES.cases(random.Random(seed)), *CASES.fresh(random.Random(seed))]
    for case in (case for case in drawn if case.args[0] > 0):
        first, *others = (replay(solution, case.args[0], case.calls) for solution in SOLUTIONS.values())
        assert [other == first for other in others] == [True] * len(others), case.note


@pytest.mark.parametrize("seed", range(3))
def test_validate_accepts_every_case(seed: int) -> None:
    for case in [*CASES.cases(random.Random(seed)), *CASES.fresh(random.Random(seed))]:
        CASES.validate(case.args, case.calls)


def test_cases_follow_from_the_seed_and_fill_the_declared_groups_in_order() -> None:
    first, second = (list(CASES.cases(random.Random(7))) for _ in range(2))
    assert first == second
    declared = tomllib.loads((PROBLEMS / PACKAGE / "problem.toml").read_text())["groups"]
    count = Counter(case.group for case in first)
    assert list(count) == [group["id"] for group in declared]
    assert min(count.values()) >= 2


@pytest.mark.parametrize(
    ("args", "made", "reason"),
    [
        ((), [], "one argument"),
        ((1, 2), [], "one argument"),
        ((True,), [], "k must be an integer"),
        (("3",), [], "k must be an integer"),
        ((10**9 + 1,), [], "k must lie between"),
        ((1,), [("update", 1)], "call 1: write update"),
        ((1,), [("topk", 3)], "call 1: write update"),
        ((1,), [ASK, ("clear",)], "call 2: write update"),
        ((1,), [("update", -1, 1)], "video_id must lie between"),
        ((1,), [("update", 2**63, 1)], "video_id must lie between"),
        ((1,), [("update", 1.0, 1)], "video_id must be an integer"),
        ((1,), [("update", 1, 0.5)], "watch_seconds must be an integer"),
        ((1,), [("update", 1, 10**12 + 1)], "watch_seconds must lie between"),
        ((1,), [ASK] * 40_001, "40001 calls"),
        ((10**6,), [*(("update", n, 1) for n in range(20_000)), *[ASK] * 11], "answers hold 220000 ids"),
    ],
)
def test_validate_refuses_junk(args: tuple[Any, ...], made: list[tuple[Any, ...]], reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        CASES.validate(args, made)


def test_validate_takes_k_by_name_only_as_k() -> None:
    validate = CASES.validate
    validate((), [ASK], {"k": 2})
    with pytest.raises(ValueError, match="one argument"):
        validate((), [ASK], {"size": 2})
    with pytest.raises(ValueError, match="one argument"):
        validate((1,), [ASK], {"k": 2})
