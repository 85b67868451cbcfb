"""The follow-ups of the streaming top-K: accepted solutions against their statements read literally."""

import random
from collections import Counter
from decimal import MAX_EMAX, MIN_EMIN, Context, Decimal, localcontext

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.problems.streaming import Calls, author, in_order, replay, solutions

WINDOW = solutions("most-watched-in-window")
CAPPED = solutions("most-watched-in-m-counters")
HONEST = solutions("most-watched-without-bots")
DECAYED = solutions("most-watched-decayed")
SCORES = author("most-watched-decayed", "cases.py").Scores
EXACT = Context(prec=60, Emin=MIN_EMIN, Emax=MAX_EMAX)

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


class LiteralDecay:
    """All views are kept; a question weighs every one of them, to 60 digits."""

    def __init__(self, k: int, half_life: float) -> None:
        self.k, self.half_life, self.clock = k, Decimal(half_life), 0
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
        scores: dict[int, Decimal] = {}
        with localcontext(EXACT):
            for time, video_id, seconds in self.views:
                weight = Decimal(2) ** ((time - now) / self.half_life)
                scores[video_id] = scores.get(video_id, Decimal(0)) + seconds * weight
            return in_order(scores)[: self.k]


def apart(calls: Calls, half_life: float) -> Calls:
    """The calls without the views that would bring two scores too close."""
    scores, clock, kept = SCORES(half_life), 0, []
    for method, time, *view in calls:
        if method == "update" and time >= clock and view[1] >= 0 and not scores.take(time, *view):
            continue
        clock = max(clock, time) if method == "topk" or view[1] >= 0 else clock
        kept.append((method, time, *view))
    return kept


@pytest.mark.parametrize("name", DECAYED)
@settings(max_examples=150, deadline=None)
@given(seed=seeds, k=st.integers(1, 5), half_life=st.sampled_from([0.01, 0.3, 1, 2.5, 7, 1e3]))
def test_decay_equals_exact_arithmetic(name: str, seed: int, k: int, half_life: float) -> None:
    rng = random.Random(seed)
    calls = apart(timed_calls(rng, 40), half_life)
    assert replay(DECAYED[name].DecayedTopK, (k, half_life), calls) == replay(
        LiteralDecay, (k, half_life), calls
    )


def skewed_views(rng: random.Random, length: int) -> Calls:
    """Views of few videos, some far more often than others, and questions."""
    calls: Calls = []
    for _ in range(length):
        view = ("update", int(12 * rng.random() ** 2), rng.choice([-1, 0, 1, 1, 2, 5, 9]))
        calls.append(rng.choice([view, view, view, ("topk",), ("certain",)]))
    return calls


@pytest.mark.parametrize("name", CAPPED)
@settings(max_examples=300, deadline=None)
@given(seed=seeds, k=st.integers(1, 4), spare=st.integers(1, 5))
def test_space_saving_keeps_what_its_bounds_promise(name: str, seed: int, k: int, spare: int) -> None:
    calls, m = skewed_views(random.Random(seed), 60), k + spare
    totals: Counter[int] = Counter()
    for call, entry in zip(calls, replay(CAPPED[name].CappedTopK, (k, m), calls), strict=True):
        if call[0] == "update" and call[2] > 0:
            totals[call[1]] += call[2]
        elif call[0] == "topk":
            assert len(entry) == min(k, len(totals))
            for video_id, count, error in entry:
                assert count - error <= totals[video_id] <= count
                assert error * m <= totals.total()
        elif call[0] == "certain":
            assert set(entry) <= set(in_order(totals)[:k])


@pytest.mark.parametrize("name", CAPPED)
@settings(max_examples=100, deadline=None)
@given(seed=seeds, k=st.integers(1, 4))
def test_space_saving_with_a_counter_for_every_video_is_exact(name: str, seed: int, k: int) -> None:
    views = [call for call in skewed_views(random.Random(seed), 60) if call[0] == "update" and call[2] > 0]
    totals: Counter[int] = Counter()
    for _, video_id, seconds in views:
        totals[video_id] += seconds
    *_, rows = replay(CAPPED[name].CappedTopK, (k, 12), [*views, ("topk",)])
    assert rows == [(video_id, totals[video_id], 0) for video_id in in_order(totals)[:k]]


class LiteralHonest:
    """The views that are left; a question adds them all up."""

    def __init__(self, k: int) -> None:
        if k < 1:
            raise ValueError
        self.k = k
        self.views: list[tuple[int, int, int]] = []

    def update(self, user_id: int, video_id: int, watch_seconds: int) -> None:
        if watch_seconds < 0:
            raise ValueError
        self.views.append((user_id, video_id, watch_seconds))

    def retract(self, user_id: int) -> int:
        before = len(self.views)
        self.views = [view for view in self.views if view[0] != user_id]
        return before - len(self.views)

    def topk(self) -> list[int]:
        totals: Counter[int] = Counter()
        for _, video_id, seconds in self.views:
            totals[video_id] += seconds
        return in_order(totals)[: self.k]


def retracted_calls(rng: random.Random, length: int) -> Calls:
    """Views of few users and videos, retractions and questions."""
    calls: Calls = []
    for _ in range(length):
        view = (
            "update",
            rng.randrange(4),
            rng.choice([0, 1, 2, 3, 10, 2**63 - 1]),
            rng.choice([-1, 0, 0, 1, 1, 2, 3]),
        )
        calls.append(rng.choice([view, view, view, ("topk",), ("topk",), ("retract", rng.randrange(5))]))
    return calls


@pytest.mark.parametrize("name", HONEST)
@settings(max_examples=300, deadline=None)
@given(seed=seeds, k=st.integers(0, 5))
def test_retractions_equal_their_statement(name: str, seed: int, k: int) -> None:
    calls = retracted_calls(random.Random(seed), 80)
    assert replay(HONEST[name].HonestTopK, (k,), calls) == replay(LiteralHonest, (k,), calls)
