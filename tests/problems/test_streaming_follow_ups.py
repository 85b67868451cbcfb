"""The follow-ups of the streaming top-K: accepted solutions against their statements read literally."""

import random
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.problems.streaming import Calls, in_order, replay, solutions

WINDOW = solutions("most-watched-in-window")

seeds = st.integers(0, 2**32)


class LiteralWindow:
    """All views are kept; a question goes through every one of them."""

    def __init__(self, k: int, window: int) -> None:
        if min(k, window) < 1:
            raise ValueError
        self.k, self.window, self.clock = k, window, 0
        self.views: list[tuple[int, int, int]] = []

    def update(self, time: int, video_id: int, watch_seconds: int) -> None:
        if time < self.clock or watch_seconds < 0:
            raise ValueError
        self.clock = time
        self.views.append((time, video_id, watch_seconds))

    def topk(self, now: int) -> list[int]:
        if now < self.clock:
            raise ValueError
        self.clock = now
        totals: Counter[int] = Counter()
        for time, video_id, seconds in self.views:
            if now - self.window < time <= now:
                totals[video_id] += seconds
        return in_order(totals)[: self.k]


def timed_calls(rng: random.Random, length: int) -> Calls:
    """Views and questions on a clock that mostly goes forward; a few calls are to be refused."""
    time, calls = rng.randrange(5), []
    for _ in range(length):
        time = max(0, time + rng.choice([-1, 0, 0, 1, 1, 2, 5]))
        view = ("update", time, rng.choice([0, 1, 2, 3, 10, 2**63 - 1]), rng.choice([-1, 0, 0, 1, 1, 2, 3]))
        calls.append(rng.choice([view, view, ("topk", time)]))
    return calls


@pytest.mark.parametrize("name", WINDOW)
@settings(max_examples=400, deadline=None)
@given(seed=seeds, k=st.integers(0, 5), window=st.integers(0, 12))
def test_window_equals_its_statement(name: str, seed: int, k: int, window: int) -> None:
    calls = timed_calls(random.Random(seed), 60)
    assert replay(WINDOW[name].WindowTopK, (k, window), calls) == replay(LiteralWindow, (k, window), calls)
