"""Late events, shards and sessions: accepted solutions against their statements read literally."""

import random
from collections import Counter
from itertools import combinations, product
from math import inf
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.problems.streaming import Calls, Examined, author, in_order, replay, solutions

LATE = solutions("top-k-with-late-events")
SHARDS = solutions("top-k-across-shards")
SESSIONS = solutions("no-video-twice")
EXAMINE = author("top-k-across-shards", "examiner.py").examine
PLAY = author("top-k-across-shards", "shards.py")
DRAW = author("top-k-across-shards", "cases.py")

seeds = st.integers(0, 2**32)


class LiteralWatermark:
    """All accepted views are kept; after each call every window is looked at."""

    def __init__(self, k: int, window: int, lateness: int) -> None:
        if k < 1 or window < 1 or lateness < 0:
            raise ValueError
        self.k, self.window, self.lateness = k, window, lateness
        self.newest, self.count = -inf, 0
        self.views: list[tuple[int, int, int]] = []
        self.told: set[int] = set()

    def update(self, time: int, video_id: int, watch_seconds: int) -> list[Any]:
        if watch_seconds < 0:
            raise ValueError
        start = time // self.window * self.window
        if self.newest - self.lateness >= start + self.window:
            self.count += 1
        else:
            self.views.append((start, video_id, watch_seconds))
            self.newest = max(self.newest, time)
        return self._tell()

    def flush(self) -> list[Any]:
        self.newest = inf
        return self._tell()

    def dropped(self) -> int:
        return self.count

    def _tell(self) -> list[Any]:
        rows = []
        for start in sorted({start for start, _, _ in self.views} - self.told):
            if self.newest - self.lateness >= start + self.window:
                totals: Counter[int] = Counter()
                for other, video_id, seconds in self.views:
                    if other == start:
                        totals[video_id] += seconds
                rows.append((start, in_order(totals)[: self.k]))
                self.told.add(start)
        return rows


def late_calls(rng: random.Random, length: int) -> Calls:
    """Views whose times jump to and fro, now and then a flush."""
    calls: Calls = []
    for step in range(length):
        view = (
            "update",
            max(0, step + rng.randint(-9, 4)),
            rng.randrange(5),
            rng.choice([-1, 0, 0, 1, 1, 2, 3]),
        )
        calls.append(rng.choice([view] * 9 + [("dropped",)]))
    return [*calls, ("flush",), ("update", 0, 1, 1), ("update", 10**6, 1, 1), ("dropped",), ("flush",)]


@pytest.mark.parametrize("name", LATE)
@settings(max_examples=300, deadline=None)
@given(seed=seeds, k=st.integers(0, 3), window=st.integers(0, 8), lateness=st.integers(-1, 9))
def test_late_events_equal_their_statement(name: str, seed: int, k: int, window: int, lateness: int) -> None:
    calls, args = late_calls(random.Random(seed), 60), (k, window, lateness)
    assert replay(LATE[name].WatermarkTopK, args, calls) == replay(LiteralWatermark, args, calls)


def small_shards(rng: random.Random) -> list[list[tuple[int, int]]]:
    """One to five shards on which seconds often meet."""
    most = rng.choice([1, 2, 5, 60])
    return DRAW._small(rng, rng.randint(1, 5), rng.randint(1, 14), most)


@pytest.mark.parametrize("name", SHARDS)
@settings(max_examples=400, deadline=None)
@given(seed=seeds, k=st.integers(1, 6))
def test_coordinator_finds_the_exact_answer(name: str, seed: int, k: int) -> None:
    rows = small_shards(random.Random(seed))
    assert [
        check.message for check in EXAMINE(Examined(SHARDS[name]), k, rows).checks if not check.passed
    ] == []


@pytest.mark.parametrize("name", SHARDS)
@settings(max_examples=25, deadline=None)
@given(seed=seeds, k=st.integers(2, 5))
def test_coordinator_stays_below_the_limit_on_any_skewed_draw(name: str, seed: int, k: int) -> None:
    rows = DRAW._skewed(random.Random(seed), k, 15, 500, 0.8, 1.2, 0.45)
    checks = EXAMINE(Examined(SHARDS[name]), k, rows, limited=True).checks
    assert [check.message for check in checks if not check.passed] == []


@settings(max_examples=100, deadline=None)
@given(seed=seeds, k=st.integers(1, 4))
def test_oracle_is_not_dearer_than_doubling_nor_than_reading_everything(seed: int, k: int) -> None:
    rows = [shard for shard in small_shards(random.Random(seed)) if shard] or [[(1, 1)]]
    if len(PLAY.totals(rows)) >= k:
        cost = PLAY.oracle_cost(rows, k)
        plans = product((1, k), (False, True))
        assert cost <= min(PLAY.doubling_cost(rows, k, first, early) for first, early in plans)
        assert cost <= sum(map(len, rows))


@pytest.mark.parametrize(
    "plan",
    [None, [], {}, {"rows": {}}, {"ids": {0: []}}, {"rows": {0: 0}}, {"rows": {2: 1}}, {"rows": {-1: 1}},
     {"rows": {0: True}}, {"rows": {"0": 1}}, {"rows": [1]}, {"ids": {0: 5}}, {"ids": {0: ["a"]}}, {"more": 1}],
)  # fmt: skip
def test_plan_that_cannot_be_carried_out_is_told(plan: Any) -> None:
    assert PLAY.Shards([[(1, 2)], [(3, 4)]]).problem(plan)


def test_rows_and_lookups_are_charged_as_delivered() -> None:
    shards = PLAY.Shards([[(1, 9), (2, 5)], []])
    shards.fetch({"rows": {0: 1, 1: 7}, "ids": {0: [2, 8], 1: [1]}})
    shards.fetch({"rows": {0: 5}})
    assert (shards.cost, shards.trips) == (5, 2)
    assert shards.seen() == [
        {"rows": [(1, 9), (2, 5)], "done": True, "found": {2: 5, 8: 0}},
        {"rows": [], "done": True, "found": {1: 0}},
    ]


def shortest_cut(ids: list[int]) -> tuple[int, int]:
    """Every cut, the shorter and then the earlier first."""
    places = range(len(ids) + 1)
    cuts = [(0, 0), *combinations(places, 2)]
    for start, end in sorted(cuts, key=lambda cut: (cut[1] - cut[0], cut[0])):
        left = ids[:start] + ids[end:]
        if len(set(left)) == len(left):
            return start, end
    raise AssertionError("cutting everything always works")


@pytest.mark.parametrize("name", SESSIONS)
@settings(max_examples=1_000, deadline=None)
@given(ids=st.lists(st.integers(0, 6), max_size=12))
def test_shortest_cut_equals_trying_every_cut(name: str, ids: list[int]) -> None:
    assert SESSIONS[name].shortest_cut(ids) == shortest_cut(ids)
