"""No event twice: accepted solutions against the steps of the statement, and what they guarantee."""

import random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.problems.streaming import Calls, author, replay, solutions

SOLUTIONS = solutions("no-event-twice")

seeds = st.integers(0, 2**32)
sizes = st.integers(-1, 12)


class LiteralSteps:
    """A list of (time, event), oldest first, taken through the three steps word by word."""

    def __init__(self, ttl: int, capacity: int) -> None:
        if ttl < 1 or capacity < 1:
            raise ValueError
        self.ttl, self.capacity, self.clock, self.lost = ttl, capacity, 0, 0
        self.entries: list[tuple[int, int]] = []

    def accept(self, time: int, event_id: int) -> bool:
        if time < self.clock:
            raise ValueError
        self.clock = time
        for _ in range(2):
            if self.entries and not self._is_alive(self.entries[0]):
                self.entries.pop(0)
        mine = [entry for entry in self.entries if entry[1] == event_id]
        if any(map(self._is_alive, mine)):
            return False
        self.entries = [entry for entry in self.entries if entry not in mine]
        self.entries.append((time, event_id))
        if len(self.entries) > self.capacity:
            assert self._is_alive(self.entries.pop(0))  # as the editorial says
            self.lost += 1
        return True

    def held(self) -> int:
        return len(self.entries)

    def evicted(self) -> int:
        return self.lost

    def _is_alive(self, entry: tuple[int, int]) -> bool:
        return self.clock < entry[0] + self.ttl


def stream(rng: random.Random, length: int) -> Calls:
    """Few events on a clock that stands still, ticks, jumps and sometimes runs back."""
    time, calls = 0, []
    events = rng.choice([3, 8, 30])
    for _ in range(length):
        time = max(0, time + rng.choice([0, 0, 0, 1, 1, 3, 15, -1]))
        calls += [("accept", time, rng.randrange(events)), ("held",), ("evicted",)]
    return calls


@pytest.mark.parametrize("name", SOLUTIONS)
@settings(max_examples=400, deadline=None)
@given(seed=seeds, ttl=sizes, capacity=sizes)
def test_deduplicator_equals_its_steps(name: str, seed: int, ttl: int, capacity: int) -> None:
    calls, args = stream(random.Random(seed), 60), (ttl, capacity)
    assert replay(SOLUTIONS[name].Deduplicator, args, calls) == replay(LiteralSteps, args, calls)


@pytest.mark.parametrize("name", SOLUTIONS)
@settings(max_examples=300, deadline=None)
@given(seed=seeds, ttl=st.integers(1, 12), capacity=st.integers(1, 12))
def test_no_event_is_refused_wrongly_and_each_that_slips_through_was_evicted(
    name: str, seed: int, ttl: int, capacity: int
) -> None:
    calls = stream(random.Random(seed), 60)
    entries = replay(SOLUTIONS[name].Deduplicator, (ttl, capacity), calls)
    accepted: dict[int, int] = {}
    slipped = 0
    for call, entry in zip(calls, entries, strict=True):
        if call[0] == "accept" and entry != "ValueError":
            _, time, event_id = call
            is_recent = event_id in accepted and time < accepted[event_id] + ttl
            assert entry or is_recent
            if entry:
                slipped += is_recent
                accepted[event_id] = time
        elif call[0] == "held":
            assert entry <= capacity
        elif call[0] == "evicted":
            assert slipped <= entry


@pytest.mark.parametrize(
    ("args", "calls", "reason"),
    [
        ((5,), [], "takes two arguments"),
        ((5, 1.0), [], "capacity must be an integer"),
        ((5, 10**12 + 1), [], "capacity must lie between"),
        ((5, 1), [("accept", -1, 0)], "call 1: time must lie between 0"),
        ((5, 1), [("accept", 0, True)], "call 1: event_id must be an integer"),
        ((5, 1), [("held",), ("accept", 0)], "call 2: write accept"),
        ((5, 1), [("held",)] * 40_001, "40001 calls"),
    ],
)
def test_validate_refuses_junk(args: tuple[Any, ...], calls: Calls, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        author("no-event-twice", "cases.py").validate(args, calls)
