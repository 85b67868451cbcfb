"""Tiered cache: accepted solutions against the rules on plain lists, and what holds of any cache."""

import random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.problems.author import accepted, load

PACKAGE = "feature-store/tiered-cache"
SOLUTIONS = {name: load(PACKAGE, f"submissions/accepted/{name}").TieredCache for name in accepted(PACKAGE)}
CASES = load(PACKAGE, "cases.py")
COSTS = (1, 10, 100, 7)

keys = st.sampled_from("abcdef")
calls = st.lists(
    st.one_of(
        st.tuples(st.just("get"), keys),
        st.tuples(st.just("get"), keys),
        st.tuples(st.just("invalidate"), keys),
        st.tuples(st.just("contents")),
        st.tuples(st.just("stats")),
    ),
    max_size=60,
)


class Literal:
    """The sentences of the statement one by one, on lists from the least to the most recently used."""

    def __init__(self, ram: int, ssd: int, window: int, costs: tuple[int, ...]) -> None:
        self.sizes, self.window, self.costs = (ram, ssd), window, costs
        self.ram: list[str] = []
        self.ssd: list[str] = []
        self.frequency: dict[str, int] = {}
        self.log: list[str] = []
        self.writes = 0

    def get(self, key: str) -> str:
        self.frequency[key] = self.frequency.get(key, 0) + 1
        if key in self.ram:
            where = "ram"
            self.ram = [*(row for row in self.ram if row != key), key]
        elif key in self.ssd:
            where = "ssd"
            self.ssd.remove(key)
            if len(self.ram) < self.sizes[0]:
                self.ram.append(key)
            elif self.frequency[key] > self.frequency.get(self.ram[0], 0):
                self.to_ssd(self.ram.pop(0))
                self.ram.append(key)
            else:
                self.ssd.append(key)
        else:
            where = "remote"
            if len(self.ram) < self.sizes[0]:
                self.ram.append(key)
            elif self.frequency[key] > self.frequency.get(self.ram[0], 0):
                self.offer(self.ram.pop(0))
                self.ram.append(key)
            else:
                self.offer(key)
        self.log.append(where)
        if len(self.log) % self.window == 0:
            self.frequency = {row: count // 2 for row, count in self.frequency.items()}
        return where

    def offer(self, key: str) -> None:
        if len(self.ssd) < self.sizes[1]:
            self.to_ssd(key)
        elif self.ssd and self.frequency.get(key, 0) > self.frequency.get(self.ssd[0], 0):
            self.ssd.pop(0)
            self.to_ssd(key)

    def to_ssd(self, key: str) -> None:
        self.ssd.append(key)
        self.writes += 1

    def invalidate(self, key: str) -> bool:
        for tier in (self.ram, self.ssd):
            if key in tier:
                tier.remove(key)
                return True
        return False

    def contents(self) -> tuple[list[str], list[str]]:
        return list(self.ram), list(self.ssd)

    def stats(self) -> dict[str, int]:
        found = {where: self.log.count(where) for where in ("ram", "ssd", "remote")}
        numbers = [*found.values(), self.writes]
        cost = sum(number * each for number, each in zip(numbers, self.costs, strict=True))
        return {**found, "ssd_writes": self.writes, "cost": cost}


def replay(cache: Any, made: list[tuple[Any, ...]]) -> list[Any]:
    """What each call returns."""
    return [getattr(cache, method)(*args) for method, *args in made]


@pytest.mark.parametrize("name", SOLUTIONS)
@settings(max_examples=500, deadline=None)
@given(ram=st.integers(1, 3), ssd=st.integers(0, 3), window=st.sampled_from([1, 2, 3, 7, 100]), made=calls)
def test_accepted_solution_equals_the_statement(
    name: str, ram: int, ssd: int, window: int, made: list[tuple[Any, ...]]
) -> None:
    asked = [*made, ("contents",), ("stats",)]
    sizes = (ram, ssd, window, COSTS)
    assert replay(SOLUTIONS[name](*sizes), asked) == replay(Literal(*sizes), asked)


@pytest.mark.parametrize("name", SOLUTIONS)
@settings(max_examples=150, deadline=None)
@given(ram=st.integers(1, 3), ssd=st.integers(0, 3), made=calls)
def test_tiers_are_disjoint_and_never_too_full(
    name: str, ram: int, ssd: int, made: list[tuple[Any, ...]]
) -> None:
    cache = SOLUTIONS[name](ram, ssd, 4, COSTS)
    for call in made:
        replay(cache, [call])
        in_ram, on_ssd = cache.contents()
        assert len(in_ram) <= ram
        assert len(on_ssd) <= ssd
        assert len({*in_ram, *on_ssd}) == len(in_ram) + len(on_ssd)


@pytest.mark.parametrize("seed", [7, 8])
def test_accepted_solutions_agree_on_every_case(seed: int) -> None:
    for case in [*CASES.cases(random.Random(seed)), *CASES.fresh(random.Random(seed))]:
        if case.calls:
            first, *others = (replay(solution(*case.args), case.calls) for solution in SOLUTIONS.values())
            assert [other == first for other in others] == [True] * len(others), case.note


@pytest.mark.parametrize("name", SOLUTIONS)
@pytest.mark.parametrize("sizes", [(0, 1, 1), (1, -1, 1), (1, 1, 0)])
def test_accepted_solution_refuses_sizes(name: str, sizes: tuple[int, int, int]) -> None:
    with pytest.raises(ValueError, match="must be positive"):
        SOLUTIONS[name](*sizes, COSTS)


@pytest.mark.parametrize(
    ("args", "made", "reason"),
    [
        ((1, 1, 1), [], "takes ram, ssd, window and costs"),
        ((1.0, 1, 1, COSTS), [], "ram must be an integer"),
        ((1, 1, 10**9 + 1, COSTS), [], "window must be an integer"),
        ((1, 1, 1, [1, 2, 3, 4]), [], "costs must be a tuple of four"),
        ((1, 1, 1, (1, 2, 3)), [], "costs must be a tuple of four"),
        ((1, 1, 1, (1, 2, 3, -1)), [], "a cost must be an integer between 0"),
        ((1, 1, 1, COSTS), [("stats",)] * 24_001, "24001 calls"),
        ((1, 1, 1, COSTS), [("get", 1)], "call 1: key must be a string"),
        ((1, 1, 1, COSTS), [("stats",), ("get", "a" * 21)], "call 2: key must be a string"),
        ((1, 1, 1, COSTS), [("get",)], r"call 1: write get\(key\)"),
        ((1, 1, 1, COSTS), [("put", "a")], r"call 1: write get\(key\)"),
        ((1, 1, 1, COSTS), [("contents", 1)], r"call 1: write get\(key\)"),
        (
            (1, 1, 1, COSTS),
            [*(("get", str(n)) for n in range(1_000)), *[("contents",)] * 101],
            "can hold 101000 keys",
        ),
    ],
)
def test_validate_refuses_junk(args: tuple[Any, ...], made: list[tuple[Any, ...]], reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        CASES.validate(args, made)
