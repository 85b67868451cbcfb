"""Delayed conversions: accepted solutions against EM in 60-digit arithmetic, and what EM promises."""

import math
import random
from decimal import Decimal, localcontext
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tests.problems.author import accepted, load

PACKAGE = "recency-ctr/delayed-conversions"
SOLUTIONS = {name: load(PACKAGE, f"submissions/accepted/{name}").delayed_cvr for name in accepted(PACKAGE)}
CASES = load(PACKAGE, "cases.py")

Row = tuple[str, int, int | None]
delays = st.one_of(st.none(), st.integers(1, 9), st.sampled_from([40, 5_000]))
rows = st.lists(
    st.builds(
        lambda name, at, delay: (name, at, None if delay is None else at + delay),
        st.sampled_from(["a", "b", "B"]),
        st.sampled_from([-4_000, 0, 1, 2, 5, 9, 10, 11, 30]),
        delays,
    ),
    max_size=15,
)


def known(clicks: list[Row], now: int) -> tuple[list[tuple[str, int]], list[tuple[str, int]]]:
    """(campaign, delay) of the conversions and (campaign, wait) of the other clicks that `now` knows."""
    seen = [(name, at, done if done is not None and done <= now else None) for name, at, done in clicks]
    seen = [row for row in seen if row[1] <= now]
    done = [(name, conversion - at) for name, at, conversion in seen if conversion is not None]
    return done, [(name, now - at) for name, at, conversion in seen if conversion is None]


def oracle(clicks: list[Row], now: int, iterations: int) -> tuple[float, dict[str, float]]:
    """The statement read literally, click by click."""
    done, waiting = known(clicks, now)
    S = sum(delay for _, delay in done)
    lam = Decimal(len(done)) / S
    p = {name: Decimal("0.5") for name, _ in done + waiting}
    for _ in range(iterations):
        w = []
        for name, e in waiting:
            still = p[name] * (-lam * e).exp()
            w.append(still / (1 - p[name] + still))
        clicks_of = {name: sum(other == name for other, _ in done + waiting) for name in p}
        later = {
            name: sum(x for x, (other, _) in zip(w, waiting, strict=True) if other == name) for name in p
        }
        p = {name: (sum(other == name for other, _ in done) + later[name]) / clicks_of[name] for name in p}
        lam = len(done) / (S + sum(x * e for x, (_, e) in zip(w, waiting, strict=True)))
    return float(lam), {name: float(rate) for name, rate in p.items()}


@pytest.mark.parametrize("name", SOLUTIONS)
@settings(max_examples=300, deadline=None)
@given(clicks=rows, iterations=st.integers(0, 12))
def test_accepted_solution_equals_exact_arithmetic(name: str, clicks: list[Row], iterations: int) -> None:
    assume(known(clicks, 10)[0])
    lam, rates = SOLUTIONS[name](clicks, 10, iterations)
    with localcontext(prec=60):
        expected, by_name = oracle(clicks, 10, iterations)
    assert [name for name, _ in rates] == sorted(by_name)
    assert [lam, *(rate for _, rate in rates)] == pytest.approx(
        [expected, *(by_name[name] for name in sorted(by_name))], rel=1e-10, abs=1e-13
    )


@pytest.mark.parametrize("name", SOLUTIONS)
def test_each_step_raises_the_likelihood(name: str) -> None:
    clicks = CASES._history(random.Random(4), 150, 4, 200, 40)
    done, waiting = known(clicks, 150)

    def likelihood(iterations: int) -> float:
        lam, rates = SOLUTIONS[name](clicks, 150, iterations)
        p = dict(rates)
        total = sum(math.log(p[name] * lam) - lam * delay for name, delay in done)
        return total + sum(math.log(1 - p[name] + p[name] * math.exp(-lam * e)) for name, e in waiting)

    values = [likelihood(iterations) for iterations in range(15)]
    assert values == sorted(values)
    assert values[14] - values[0] > 1


@pytest.mark.parametrize("name", SOLUTIONS)
def test_the_estimate_finds_the_rates_that_the_naive_one_misses(name: str) -> None:
    rng = random.Random(11)
    clicks: list[Row] = []
    for campaign, rate, start in (("old", 0.3, 0), ("new", 0.5, 80)):
        for _ in range(4_000):
            at = rng.randint(start, 100)
            delay = 1 + int(rng.expovariate(1 / 20))
            clicks.append((campaign, at, at + delay if rng.random() < rate else None))
    lam, rates = SOLUTIONS[name](clicks, 100, 400)
    done, _ = known(clicks, 100)
    naive = sum(campaign == "new" for campaign, _ in done) / 4_000
    assert dict(rates) == pytest.approx({"old": 0.3, "new": 0.5}, abs=0.04)
    assert 1 / lam == pytest.approx(20.5, rel=0.1)
    assert naive < 0.25


@pytest.mark.parametrize(
    ("args", "reason"),
    [
        (([], 1), "takes clicks, now and iterations"),
        (([("a", 1)], 1, 1), r"clicks\[0\] must be a tuple"),
        (([("a", 1, 2.5)], 1, 1), r"clicks\[0\]: a time must be an integer"),
        (([("a", 10**9 + 1, None)], 1, 1), r"clicks\[0\]: a time must be an integer"),
        (([], 1.5, 1), "now must be an integer"),
        (([], 1, 2_001), "iterations must be an integer"),
    ],
)
def test_validate_refuses_junk(args: tuple[Any, ...], reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        CASES.validate(args)
