"""LambdaRank: accepted solutions against 60-digit arithmetic with real swaps, and against finite differences."""

import random
from decimal import MAX_EMAX, MIN_EMIN, Context, Decimal, localcontext
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.problems.author import accepted, load

PACKAGE = "recsys-modelling/lambdarank-gradient"
SOLUTIONS = {name: load(PACKAGE, f"submissions/accepted/{name}").lambda_loss for name in accepted(PACKAGE)}
CASES = load(PACKAGE, "cases.py")
CONTEXT = Context(prec=60, Emin=MIN_EMIN, Emax=MAX_EMAX)

scores = st.one_of(
    st.sampled_from([0.0, -0.0, 0.5, 1.0, 40.0, -40.0, 900.0, -1e6, 1e6]), st.floats(-5, 5, width=32)
)
items = st.lists(st.tuples(scores, st.sampled_from([0, 0, 1, 2, 3, 30])), max_size=7)
slopes = st.sampled_from([0.125, 1.0, 2, 100.0])
cuts = st.sampled_from([1, 2, 3, 7, 10**9])


def dcg(grades: list[int], k: int) -> Decimal:
    places = enumerate(grades[:k], 1)
    return sum(((2**g - 1) * Decimal(2).ln() / Decimal(1 + place).ln() for place, g in places), Decimal(0))


def oracle(s: list[float], g: list[int], sigma: float, k: int) -> tuple[float, list[float]]:
    """The statement read literally: each pair is swapped, and NDCG measured again."""
    order = sorted(range(len(s)), key=lambda at: (-s[at], at))
    place = {at: spot for spot, at in enumerate(order)}
    listed = [g[at] for at in order]
    best = dcg(sorted(g, reverse=True), k)
    loss, gradient = Decimal(0), [Decimal(0)] * len(s)
    for i, j in ((i, j) for i in range(len(s)) for j in range(len(s)) if g[i] > g[j]):
        swapped = list(listed)
        swapped[place[i]], swapped[place[j]] = g[j], g[i]
        delta = abs(dcg(swapped, k) - dcg(listed, k)) / best
        power = (-Decimal(sigma) * (Decimal(s[i]) - Decimal(s[j]))).exp()
        loss += delta * ((1 + power).ln() if power > Decimal("1e-20") else power - power**2 / 2)
        pull = Decimal(sigma) * delta * power / (1 + power)
        gradient[i] -= pull
        gradient[j] += pull
    return float(loss), [float(part) for part in gradient]


@pytest.mark.parametrize("name", SOLUTIONS)
@settings(max_examples=300, deadline=None)
@given(made=items, sigma=slopes, k=cuts)
def test_accepted_solution_equals_exact_arithmetic(
    name: str, made: list[tuple[float, int]], sigma: float, k: int
) -> None:
    s, g = [row[0] for row in made], [row[1] for row in made]
    loss, gradient = SOLUTIONS[name](s, g, sigma, k)
    with localcontext(CONTEXT):
        expected, parts = oracle(s, g, sigma, k)
    assert loss == pytest.approx(expected, rel=1e-10, abs=1e-300)
    assert gradient == pytest.approx(parts, rel=1e-10, abs=1e-13)


@pytest.mark.parametrize("name", SOLUTIONS)
def test_gradient_is_the_slope_of_the_loss_between_swaps(name: str) -> None:
    rng = random.Random(6)
    s, g = [rng.gauss(0, 1) for _ in range(12)], [rng.choice([0, 1, 2, 4]) for _ in range(12)]
    gradient = SOLUTIONS[name](s, g, 1.5, 5)[1]
    for at in range(12):
        moved = [[*s[:at], s[at] + step, *s[at + 1 :]] for step in (1e-6, -1e-6)]
        up, down = (SOLUTIONS[name](scores_, g, 1.5, 5)[0] for scores_ in moved)
        assert gradient[at] == pytest.approx((up - down) / 2e-6, abs=1e-7)


@pytest.mark.parametrize("name", SOLUTIONS)
@settings(max_examples=100, deadline=None)
@given(made=items, sigma=slopes, k=cuts)
def test_components_add_up_to_nothing(name: str, made: list[tuple[float, int]], sigma: float, k: int) -> None:
    gradient = SOLUTIONS[name]([row[0] for row in made], [row[1] for row in made], sigma, k)[1]
    assert sum(gradient) == pytest.approx(0, abs=1e-10)


@pytest.mark.parametrize(
    ("args", "reason"),
    [
        (([0.1], [1], 1.0), "takes scores, grades, sigma and k"),
        (((0.1,), [1], 1.0, 1), "scores must be a list"),
        (([2e6], [1], 1.0, 1), "scores must be numbers"),
        (([0.1], [True], 1.0, 1), "grades must be integers"),
        (([0.1], [1], "1", 1), "sigma must be a number"),
        (([0.1], [1], 1.0, 1.0), "k must be an integer"),
    ],
)
def test_validate_refuses_junk(args: tuple[Any, ...], reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        CASES.validate(args)
