"""Heavy hitters, distinct viewers and samples: accepted solutions against their promises and against chance."""

import random
from collections import Counter
from decimal import Decimal
from fractions import Fraction
from math import log, sqrt
from statistics import fmean
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.problems.streaming import Calls, author, replay, solutions

HEAVY = solutions("heavy-hitters")
VIEWERS = solutions("distinct-viewers")
RESERVOIR = solutions("weighted-reservoir")
USERS = author("distinct-viewers", "cases.py")
CLOCKS = author("weighted-reservoir", "cases.py").Clocks
STARTER = author("distinct-viewers", "starter.py")

seeds = st.integers(0, 2**32)
views = st.lists(st.integers(0, 6), max_size=12)


def assert_promise(summary: dict[int, int], seen: list[int], k: int) -> None:
    """At most k - 1 positive counts, none too large, none too small by more than N / k."""
    truth = Counter(seen)
    assert len(summary) < k
    assert min(summary.values(), default=1) > 0
    for video_id in truth | summary:
        count = summary.get(video_id, 0)
        assert truth[video_id] - Fraction(len(seen), k) <= count <= truth[video_id]


@pytest.mark.parametrize("name", HEAVY)
@settings(max_examples=500, deadline=None)
@given(workers=st.lists(st.lists(views, max_size=3), min_size=1, max_size=6), k=st.integers(2, 6), seed=seeds)
def test_summaries_keep_the_promise_merged_in_any_order(
    name: str, workers: list[list[list[int]]], k: int, seed: int
) -> None:
    rng, made = random.Random(seed), []
    for chunks in workers:
        summary: dict[int, int] = {}
        seen: list[int] = []
        for chunk in chunks:
            summary = HEAVY[name].absorb(summary, list(chunk), k)
            seen += chunk
            assert_promise(summary, seen, k)
        made.append((summary, seen))
    while len(made) > 1:
        (first, some), (second, others) = (made.pop(rng.randrange(len(made))) for _ in range(2))
        made.append((HEAVY[name].merge(first, second, k), some + others))
        assert_promise(*made[-1], k)


@pytest.mark.parametrize("name", HEAVY)
@settings(max_examples=300, deadline=None)
@given(chunks=st.lists(views, max_size=4), k=st.integers(2, 6))
def test_second_pass_finds_just_the_heavy_hitters(name: str, chunks: list[list[int]], k: int) -> None:
    summary: dict[int, int] = {}
    for chunk in chunks:
        summary = HEAVY[name].absorb(summary, list(chunk), k)
    counts = dict.fromkeys(summary, 0)
    for chunk in chunks:
        counts = HEAVY[name].recount(counts, chunk)
    truth = Counter(video_id for chunk in chunks for video_id in chunk)
    heavy = [(v, count) for v, count in truth.items() if count > Fraction(truth.total(), k)]
    assert HEAVY[name].heavy(counts, truth.total(), k) == sorted(heavy, key=lambda row: (-row[1], row[0]))


class LiteralViewers:
    """The hashes of everybody; all that the statement defines is worked out from them when it is asked for."""

    def __init__(self, p: int) -> None:
        if not 4 <= p <= 14:
            raise ValueError
        self.p, self.ranks = p, [0] * 2**p

    def add(self, user_id: int) -> None:
        bits = f"{STARTER.mix(user_id):064b}"
        register, rest = int(bits[: self.p], 2), bits[self.p :]
        self.ranks[register] = max(self.ranks[register], len(rest) - len(rest.lstrip("0")) + 1)

    def estimate(self) -> float:
        m, empty = 2**self.p, self.ranks.count(0)
        alpha = {4: 0.673, 5: 0.697, 6: 0.709}.get(self.p, 0.7213 / (1 + 1.079 / m))
        raw = alpha * m * m / sum(Fraction(1, 2**rank) for rank in self.ranks)
        return m * log(m / empty) if raw <= 2.5 * m and empty else float(raw)

    def registers(self) -> list[int]:
        return self.ranks

    def merge(self, registers: list[int]) -> None:
        if len(registers) != len(self.ranks) or not set(registers) <= set(range(66 - self.p)):
            raise ValueError
        self.ranks = list(map(max, self.ranks, registers))


def viewer_calls(rng: random.Random, p: int) -> Calls:
    """Users of all ranks, estimates, and merges of which some must be refused."""
    calls: Calls = []
    for _ in range(rng.choice([5, 30, 80])):
        rank = rng.choice([rng.randint(1, 4), rng.randint(1, 65 - p)])
        add = ("add", USERS.user(rng, p, rng.randrange(2**p), rank))
        merge = [rng.choice([0, 0, 1, 2, rank]) for _ in range(2**p + rng.choice([0, 0, 0, 1, -1]))]
        merge[0] = rng.choice([*merge, *merge, -1, 66 - p])
        calls.append(rng.choice([*[add] * 8, ("estimate",), ("merge", merge), ("registers",)]))
    return USERS._decided(p, [*calls, ("estimate",), ("registers",)])


@pytest.mark.parametrize("name", VIEWERS)
@settings(max_examples=300, deadline=None)
@given(seed=seeds, p=st.integers(4, 7))
def test_viewers_equal_their_statement(name: str, seed: int, p: int) -> None:
    calls = viewer_calls(random.Random(seed), p)
    given, wanted = (replay(made, (p,), calls) for made in (VIEWERS[name].DistinctViewers, LiteralViewers))
    for call, entry, right in zip(calls, given, wanted, strict=True):
        assert entry == (pytest.approx(right, rel=1e-9) if call[0] == "estimate" else right)


@pytest.mark.parametrize("users", [40, 400, 4_000])
def test_estimates_are_off_by_about_what_the_editorial_says(users: int) -> None:
    rng, m, errors = random.Random(3), 2**8, []
    for _ in range(60):
        sketch = VIEWERS["histogram.py"].DistinctViewers(8)
        for _ in range(users):
            sketch.add(rng.randrange(2**64))
        errors.append(sketch.estimate() / users - 1)
    assert abs(fmean(errors)) < 3 * 1.04 / sqrt(m) / sqrt(len(errors))
    assert sqrt(fmean(error**2 for error in errors)) < 1.3 * 1.04 / sqrt(m)


def test_hash_backwards_is_the_hash_backwards() -> None:
    rng = random.Random(5)
    hashes = [0, 1, 2**64 - 1, *[rng.randrange(2**64) for _ in range(500)]]
    assert [STARTER.mix(USERS.user_with(hashed)) for hashed in hashes] == hashes


class LiteralReservoir:
    """All offers; who is out is found by comparing the samples before and after, keys to 28 digits."""

    def __init__(self, k: int) -> None:
        if k < 1:
            raise ValueError
        self.k = k
        self.offers: list[tuple[Decimal, int, int]] = []

    def offer(self, view_id: int, weight: float, u: float) -> int | None:
        if not (0 < weight < float("inf") and 0 < u < 1):
            raise ValueError
        before = self._best()
        self.offers.append((Decimal(u).ln() / Decimal(weight), -len(self.offers), view_id))
        out = {*before, self.offers[-1]} - {*self._best()}
        return out.pop()[-1] if out else None

    def sample(self) -> list[int]:
        return [view_id for *_, view_id in self._best()]

    def _best(self) -> list[tuple[Decimal, int, int]]:
        return sorted(self.offers, reverse=True)[: self.k]


def offers(rng: random.Random, length: int) -> Calls:
    """Offers that keep apart or are the same, questions, and some offers to be refused."""
    clocks, calls, valid = CLOCKS(), [], []
    for _ in range(length):
        weight, u = rng.choice([*valid[:6], (10 ** rng.uniform(-12, 18), rng.random() or 0.5)])
        if clocks.take(weight, u):
            valid.append((weight, u))
            calls.append(("offer", rng.randrange(9), weight, u))
        refused = rng.choice([(-weight, u), (0, u), (weight, 0.0), (weight, 1), (weight, 1 + u)])
        calls += rng.choice([[("sample",)], [], [], [("offer", 1, *refused)]])
    return calls


@pytest.mark.parametrize("name", RESERVOIR)
@settings(max_examples=300, deadline=None)
@given(seed=seeds, k=st.integers(0, 5))
def test_reservoir_equals_its_statement(name: str, seed: int, k: int) -> None:
    calls = offers(random.Random(seed), 30)
    assert replay(RESERVOIR[name].WeightedReservoir, (k,), calls) == replay(LiteralReservoir, (k,), calls)


def test_samples_are_drawn_in_proportion_to_weight_without_replacement() -> None:
    rng, weights, rounds = random.Random(11), (1, 2, 3, 6), 20_000
    drawn: Counter[tuple[int, ...]] = Counter()
    for _ in range(rounds):
        reservoir = RESERVOIR["heap_of_logarithms.py"].WeightedReservoir(2)
        for view_id, weight in enumerate(weights):
            reservoir.offer(view_id, weight, 1 - rng.random() or 0.5)
        drawn[tuple(reservoir.sample())] += 1
    total = sum(weights)
    chances = {
        (a, b): weights[a] / total * weights[b] / (total - weights[a])
        for a in range(4)
        for b in range(4)
        if a != b
    }
    chi_squared = sum((drawn[pair] - rounds * p) ** 2 / (rounds * p) for pair, p in chances.items())
    assert chi_squared < 24.7  # the 99 % quantile for 11 degrees of freedom


@pytest.mark.parametrize(
    ("problem", "args", "calls", "reason"),
    [
        ("distinct-viewers", (), [], "takes one argument"),
        ("distinct-viewers", (4.0,), [], "p must be an integer"),
        ("distinct-viewers", (4,), [("add", -1)], "call 1: user_id must be an integer"),
        ("distinct-viewers", (4,), [("merge", [1.0] * 16)], "call 1: registers must be a list of integers"),
        ("distinct-viewers", (4,), [("count",)], "call 1: write add"),
        ("distinct-viewers", (14,), [("registers",)] * 13, "212992 registers together"),
        ("weighted-reservoir", (1, 2), [], "takes one argument"),
        ("weighted-reservoir", (True,), [], "k must be an integer"),
        ("weighted-reservoir", (1,), [("offer", 1, "2", 0.5)], "call 1: weight and u must be numbers"),
        ("weighted-reservoir", (1,), [("offer", 1, 1e19, 0.5)], "call 1: a valid weight lies between"),
        ("weighted-reservoir", (1,), [("offer", 1, 1, 0.5), ("offer", 2, 2, 0.25)], "call 2: two keys"),
        ("weighted-reservoir", (1,), [("offer", 1, 1)], "call 1: write offer"),
    ],
)
def test_validate_refuses_junk(problem: str, args: tuple[Any, ...], calls: Calls, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        author(problem, "cases.py").validate(args, calls)
