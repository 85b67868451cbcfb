"""Version store: accepted solutions against the rules read literally, and the laws of a collection."""

import random
from itertools import count
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.problems.author import accepted, load

PACKAGE = "feature-store/version-retention"
SOLUTIONS = {name: load(PACKAGE, f"submissions/accepted/{name}").VersionStore for name in accepted(PACKAGE)}
CASES = load(PACKAGE, "cases.py")

key = st.sampled_from("ab")
time = st.integers(0, 25)
name = st.sampled_from("PQ")
calls = st.lists(
    st.one_of(
        st.tuples(st.just("write"), key, st.integers(-1, 4), st.integers(0, 9)),  # the step of the clock
        st.tuples(st.just("collect"), st.integers(-1, 6)),
        st.tuples(st.just("read"), key, time),
        st.tuples(st.just("pin"), name, st.lists(st.sampled_from("abc"), max_size=3), time),
        st.tuples(st.just("unpin"), name),
        st.tuples(st.just("versions"), key),
    ),
    max_size=40,
)


class Literal:
    """Every rule of the statement as a filter over all that was ever written."""

    def __init__(self, keep: int, horizon: int) -> None:
        self.keep, self.horizon, self.clock = keep, horizon, 0
        self.written: dict[str, list[tuple[int, int]]] = {"a": [], "b": [], "c": []}
        self.gone: set[tuple[str, int]] = set()
        self.sets: dict[str, list[tuple[str, int]]] = {}

    def advance(self, time: int) -> None:
        if time < self.clock:
            raise ValueError
        self.clock = time

    def write(self, key: str, time: int, value: int) -> int:
        self.advance(time)
        self.written[key].append((time, value))
        return len(self.written[key])

    def current(self, key: str, time: int) -> int:
        return max(
            (v for v, (t, _) in zip(count(1), self.written[key], strict=False) if t <= time), default=0
        )

    def read(self, key: str, time: int) -> int | None:
        version = self.current(key, time)
        if (key, version) in self.gone:
            raise KeyError
        return self.written[key][version - 1][1] if version else None

    def pin(self, name: str, keys: list[str], time: int) -> list[tuple[str, int]]:
        if name in self.sets:
            raise ValueError
        pinned = sorted({(key, self.current(key, time)) for key in keys if self.current(key, time)})
        if self.gone & set(pinned):
            raise KeyError
        self.sets[name] = pinned
        return pinned

    def unpin(self, name: str) -> None:
        del self.sets[name]

    def needed(self, key: str, version: int, now: int) -> bool:
        if any((key, version) in pinned for pinned in self.sets.values()):
            return True
        later = self.written[key][version:]
        return len(later) < self.keep and not (later and later[0][0] <= now - self.horizon)

    def collect(self, now: int) -> list[tuple[str, int]]:
        self.advance(now)
        removed = [(k, v) for k in "abc" for v in self.versions(k) if not self.needed(k, v, now)]
        self.gone |= set(removed)
        return removed

    def versions(self, key: str) -> list[int]:
        return [v for v in range(1, len(self.written[key]) + 1) if (key, v) not in self.gone]


def timed(made: list[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    """Calls with the steps of the clock added up, so that it mostly goes on."""
    now, result = 0, []
    for method, *args in made:
        if method in ("write", "collect"):
            place = 1 if method == "write" else 0
            args[place] += now
            now = max(now, args[place])
        result.append((method, *args))
    return result


def replay(store: Any, made: list[tuple[Any, ...]]) -> list[Any]:
    """One entry per call: its value, or the name of what it raised."""
    entries: list[Any] = []
    for method, *args in made:
        try:
            entries.append(getattr(store, method)(*args))
        except (KeyError, ValueError) as error:
            entries.append(type(error).__name__)
    return entries


@pytest.mark.parametrize("name", SOLUTIONS)
@settings(max_examples=500, deadline=None)
@given(keep=st.integers(1, 3), horizon=st.integers(0, 8), made=calls)
def test_accepted_solution_equals_the_statement(
    name: str, keep: int, horizon: int, made: list[tuple[Any, ...]]
) -> None:
    script = [("write", "a", 0, 0), *timed(made)]
    assert replay(SOLUTIONS[name](keep, horizon), script) == replay(Literal(keep, horizon), script)


@pytest.mark.parametrize("name", SOLUTIONS)
@settings(max_examples=200, deadline=None)
@given(keep=st.integers(1, 3), horizon=st.integers(0, 8), made=calls, later=st.integers(0, 5))
def test_collection_is_idempotent_and_serves_every_read_it_promises(
    name: str, keep: int, horizon: int, made: list[tuple[Any, ...]], later: int
) -> None:
    store, everything = SOLUTIONS[name](keep, horizon), Literal(10**6, 10**6)
    script = [("write", "a", 0, 0), *timed(made)]
    replay(store, script)
    replay(everything, script)
    now = everything.clock + later
    store.collect(now)
    assert store.collect(now) == []
    for key in "ab":
        written = len(everything.written[key])
        for at in range(now - horizon, now + 1):
            if everything.current(key, at) > written - keep:
                assert store.read(key, at) == everything.read(key, at)


@pytest.mark.parametrize("seed", [7, 8])
def test_accepted_solutions_agree_on_every_case(seed: int) -> None:
    drawn = [*CASES.cases(random.Random(seed)), *CASES.fresh(random.Random(seed))]
    for case in (case for case in drawn if case.args[0] >= 1 and case.args[1] >= 0):
        first, *others = (replay(solution(*case.args), case.calls) for solution in SOLUTIONS.values())
        assert [other == first for other in others] == [True] * len(others), case.note


@pytest.mark.parametrize("name", SOLUTIONS)
@pytest.mark.parametrize(("keep", "horizon"), [(0, 1), (-1, 1), (1, -1)])
def test_accepted_solution_refuses_keep_and_horizon(name: str, keep: int, horizon: int) -> None:
    with pytest.raises(ValueError, match="keep must be positive"):
        SOLUTIONS[name](keep, horizon)


@pytest.mark.parametrize(
    ("args", "made", "reason"),
    [
        ((1,), [], "takes keep and horizon"),
        ((1, 2, 3), [], "takes keep and horizon"),
        ((1.0, 2), [], "keep must be an integer"),
        ((1, 10**13 + 1), [], "horizon must be an integer"),
        ((1, 2), [("unpin", "P")] * 20_001, "20001 calls"),
        ((1, 2), [("write", "a", 1)], r"call 1: write write\(key, time, value\)"),
        ((1, 2), [("scan",)], "call 1: write scan"),
        ((1, 2), [("write", "a", 1, None)], "call 1: value must be an integer"),
        ((1, 2), [("read", 7, 1)], "call 1: key must be a string"),
        ((1, 2), [("collect", True)], "call 1: now must be an integer"),
        ((1, 2), [("pin", "P", "ab", 1)], "call 1: keys must be a list"),
        ((1, 2), [("pin", "P", ["a", 1], 1)], "call 1: keys must be a string"),
        ((1, 2), [("pin", "P", ["a"] * 20_001, 1)], "name 20001 keys"),
    ],
)
def test_validate_refuses_junk(args: tuple[Any, ...], made: list[tuple[Any, ...]], reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        CASES.validate(args, made)
