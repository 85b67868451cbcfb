"""Two-tower batch: accepted solutions against the formulas cell by cell, and against slopes of the loss."""

import random
from decimal import Decimal, localcontext
from typing import Any

import pytest

from tests.problems.author import accepted, load

PACKAGE = "recsys-modelling/two-tower-batch"
SOLUTIONS = {
    name: load(PACKAGE, f"submissions/accepted/{name}").two_tower_batch for name in accepted(PACKAGE)
}
CASES = load(PACKAGE, "cases.py")

Batch = tuple[list[list[float]], list[list[float]], list[int], list[float]]


def drawn(seed: int) -> Batch:
    """A small batch with repeated items, of whole numbers in every third."""
    rng = random.Random(seed)
    users, items, ids, log_q = CASES._batch(
        rng, rng.randint(1, 8), rng.choice([2, 4, 30]), rng.randint(1, 3), 1.5
    )
    if seed % 3 == 0:
        users, items = ([[float(round(x)) for x in vector] for vector in side] for side in (users, items))
    return users, items, ids, log_q


def oracle(u: Any, v: Any, ids: list[int], log_q: list[float], tau: float, k: int) -> dict[str, Any]:
    """The statement read literally, cell by cell, in 60 digits."""
    B, d = len(u), len(u[0])
    rows = range(B)

    def score(i: int, j: int) -> Decimal:
        return sum((Decimal(x) * Decimal(y) for x, y in zip(u[i], v[j], strict=True)), Decimal(0))

    compete = [[j for j in rows if j == i or ids[j] != ids[i]] for i in rows]
    power = [[(score(i, j) / Decimal(tau) - Decimal(log_q[j])).exp() for j in rows] for i in rows]
    p = [[power[i][j] / sum(power[i][c] for c in compete[i]) for j in rows] for i in rows]
    g = [[((p[i][j] if j in compete[i] else 0) - (i == j)) / (B * Decimal(tau)) for j in rows] for i in rows]
    rivals = [{ids[j] for j in rows if ids[j] != ids[i] and score(i, j) >= score(i, i)} for i in rows]
    user = [[sum(g[i][j] * Decimal(v[j][at]) for j in rows) for at in range(d)] for i in rows]
    item = [[sum(g[i][j] * Decimal(u[i][at]) for i in rows) for at in range(d)] for j in rows]
    return {
        "loss": float(-sum(p[i][i].ln() for i in rows) / B),
        "user_gradient": [[float(part) for part in vector] for vector in user],
        "item_gradient": [[float(part) for part in vector] for vector in item],
        "recall": sum(len(found) < k for found in rivals) / B,
    }


@pytest.mark.parametrize("name", SOLUTIONS)
def test_accepted_solution_equals_the_formulas(name: str) -> None:
    for seed in range(60):
        batch, tau, k = drawn(seed), [0.25, 1.0, 3][seed % 3], 1 + seed % 4
        if not CASES.clear(*batch[:3]):
            continue
        answer = SOLUTIONS[name](*batch, tau, k)
        with localcontext(prec=60):
            expected = oracle(*batch, tau, k)
        assert answer["loss"] == pytest.approx(expected["loss"], rel=1e-10, abs=1e-12), seed
        assert answer["recall"] == pytest.approx(expected["recall"], rel=1e-12), seed
        for side in ("user_gradient", "item_gradient"):
            for vector, wanted in zip(answer[side], expected[side], strict=True):
                assert vector == pytest.approx(wanted, rel=1e-9, abs=1e-12), seed


@pytest.mark.parametrize("name", SOLUTIONS)
def test_gradients_are_slopes_of_the_loss_when_no_item_repeats(name: str) -> None:
    users, items, _, log_q = CASES._batch(random.Random(1), 5, 4, 3, 1.0)
    ids = list(range(5))
    answer = SOLUTIONS[name](users, items, ids, log_q, 0.5, 1)
    for side, key in ((users, "user_gradient"), (items, "item_gradient")):
        for i in range(5):
            for at in range(3):
                losses = []
                for step in (1e-6, -1e-6):
                    side[i][at] += step
                    losses.append(SOLUTIONS[name](users, items, ids, log_q, 0.5, 1)["loss"])
                    side[i][at] -= step
                assert answer[key][i][at] == pytest.approx((losses[0] - losses[1]) / 2e-6, abs=1e-7)


@pytest.mark.parametrize("name", SOLUTIONS)
def test_a_common_factor_of_all_probabilities_changes_nothing(name: str) -> None:
    users, items, ids, log_q = CASES._batch(random.Random(5), 12, 6, 3, 1.0)
    one, other = (SOLUTIONS[name](users, items, ids, [q - by for q in log_q], 0.5, 2) for by in (0, 3))
    assert one["loss"] == pytest.approx(other["loss"], rel=1e-12)
    assert one["user_gradient"] == [pytest.approx(vector, abs=1e-13) for vector in other["user_gradient"]]


@pytest.mark.parametrize(
    ("args", "reason"),
    [
        (([], [], [], [], 1.0), "two_tower_batch takes"),
        (([(1.0,)], [[1.0]], [1], [-1.0], 1.0, 1), "users must hold lists"),
        (([[51.0]], [[1.0]], [1], [-1.0], 1.0, 1), "an entry of users must be a number"),
        (([[1.0]], [[1.0]], [True], [-1.0], 1.0, 1), "ids must be a list of integers"),
        (([[1.0]], [[1.0]], [1], [-51.0], 1.0, 1), "an entry of log_q must be a number"),
        (([[1.0]], [[1.0]], [1], [-1.0], 1e-6, 1), "inner products over the temperature"),
        (([[1.0]], [[1.0]], [1], [-1.0], 1.0, 1.0), "k must be an integer"),
    ],
)
def test_validate_refuses_junk(args: tuple[Any, ...], reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        CASES.validate(args)
