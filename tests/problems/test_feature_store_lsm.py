"""LSM store: accepted solutions against a store that keeps everything flat, and the laws of compaction."""

import random
from itertools import chain
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.problems.author import accepted, load

PACKAGE = "feature-store/lsm-compaction"
SOLUTIONS = {name: load(PACKAGE, f"submissions/accepted/{name}").Store for name in accepted(PACKAGE)}
CASES = load(PACKAGE, "cases.py")
KEYS = "ab"

Entry = tuple[str, int, int | None]
place = st.integers(-1, 3)
snapshot = st.integers(0, 4)
calls = st.lists(
    st.one_of(
        st.tuples(st.just("put"), st.sampled_from(KEYS), st.integers(0, 9)),
        st.tuples(st.just("delete"), st.sampled_from(KEYS)),
        st.tuples(st.just("get"), st.sampled_from(KEYS), st.none() | snapshot),
        st.tuples(st.just("snapshot")),
        st.tuples(st.just("release"), snapshot),
        st.tuples(st.just("flush")),
        st.tuples(st.just("compact"), place, place),
        st.tuples(st.just("runs")),
    ),
    max_size=40,
)


class Flat:
    """The statement read literally: every rule a filter over all entries."""

    def __init__(self) -> None:
        self.writes, self.opened, self.open = 0, 0, dict[int, int]()
        self.memory: list[Entry] = []
        self.older: list[list[Entry]] = []

    def put(self, key: str, value: int | None) -> None:
        self.writes += 1
        self.memory.append((key, self.writes, value))

    def delete(self, key: str) -> None:
        self.put(key, None)

    def get(self, key: str, snapshot: int | None = None) -> int | None:
        seen = self.writes if snapshot is None else self.open[snapshot]
        picked = pick([*self.memory, *chain(*self.older)], key, seen)
        return picked[2] if picked else None

    def snapshot(self) -> int:
        self.opened += 1
        self.open[self.opened] = self.writes
        return self.opened

    def release(self, snapshot: int) -> None:
        del self.open[snapshot]

    def flush(self) -> None:
        self.older = [self.memory, *self.older] if self.memory else self.older
        self.memory = []

    def compact(self, first: int, last: int) -> None:
        if not 0 <= first <= last < len(self.older):
            raise ValueError
        chosen = list(chain(*self.older[first : last + 1]))
        readers = [self.writes, *self.open.values()]
        stays = {picked for key in KEYS for seen in readers if (picked := pick(chosen, key, seen))}
        if last == len(self.older) - 1:
            stays = {entry for entry in stays if entry[2] is not None or hides(entry, stays)}
        self.older[first : last + 1] = [list(stays)] if stays else []

    def runs(self) -> list[list[Entry]]:
        return [sorted(run, key=lambda entry: (entry[0], -entry[1])) for run in self.older]


def pick(entries: list[Entry], key: str, seen: int) -> Entry | None:
    """What a reader that has seen so many writes picks of a key."""
    return max((e for e in entries if e[0] == key and e[1] <= seen), key=lambda e: e[1], default=None)


def hides(tombstone: Entry, stays: set[Entry]) -> bool:
    """Whether a value older than the tombstone stays."""
    return any(e[0] == tombstone[0] and e[1] < tombstone[1] and e[2] is not None for e in stays)


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
@given(made=calls)
def test_accepted_solution_equals_the_statement(name: str, made: list[tuple[Any, ...]]) -> None:
    assert replay(SOLUTIONS[name](), [*made, ("runs",)]) == replay(Flat(), [*made, ("runs",)])


@pytest.mark.parametrize("name", SOLUTIONS)
@settings(max_examples=300, deadline=None)
@given(made=calls)
def test_full_compaction_changes_no_read_and_leaves_one_run_that_stays(
    name: str, made: list[tuple[Any, ...]]
) -> None:
    store, model = SOLUTIONS[name](), Flat()
    for side in (store, model):
        replay(side, [*made, ("put", "c", 0), ("flush",)])
    reads = [("get", key, at) for key in "abc" for at in (None, *model.open)]
    before = replay(store, reads)
    store.compact(0, len(store.runs()) - 1)
    assert replay(store, reads) == before
    (once,) = store.runs()
    store.compact(0, 0)
    assert store.runs() == [once]


@pytest.mark.parametrize("seed", [7, 8])
def test_accepted_solutions_agree_on_every_case(seed: int) -> None:
    for case in [*CASES.cases(random.Random(seed)), *CASES.fresh(random.Random(seed))]:
        first, *others = (replay(solution(), case.calls) for solution in SOLUTIONS.values())
        assert [other == first for other in others] == [True] * len(others), case.note


@pytest.mark.parametrize(
    ("args", "made", "reason"),
    [
        ((1,), [], "takes no arguments"),
        ((), [("flush",)] * 20_001, "20001 calls"),
        ((), [("put", "a")], r"call 1: write put\(key, value\)"),
        ((), [("put", "a", None)], r"call 1: write put\(key, value\)"),
        ((), [("put", "a", True)], r"call 1: write put\(key, value\)"),
        ((), [("put", "a" * 21, 1)], r"call 1: write put\(key, value\)"),
        ((), [("flush",), ("delete", 7)], r"call 2: write delete\(key\)"),
        ((), [("delete", "a", 7)], r"call 1: write delete\(key\)"),
        ((), [("get", "a", "1")], r"call 1: write get\(key\[, snapshot\]\)"),
        ((), [("get", "a", 1, 2)], r"call 1: write get\(key\[, snapshot\]\)"),
        ((), [("release",)], r"call 1: write release\(snapshot\)"),
        ((), [("compact", 0)], r"call 1: write compact\(first, last\)"),
        ((), [("compact", 0, 1.0)], r"call 1: write compact\(first, last\)"),
        ((), [("snapshot", 1)], r"call 1: write snapshot\(\)"),
        ((), [("scan",)], r"call 1: write scan"),
        ((), [("put", "a", 1)] * 1_000 + [("runs",)] * 101, "can hold 101000 entries"),
    ],
)
def test_validate_refuses_junk(args: tuple[Any, ...], made: list[tuple[Any, ...]], reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        CASES.validate(args, made)
