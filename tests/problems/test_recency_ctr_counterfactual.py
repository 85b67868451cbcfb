"""Off-policy estimators: accepted solutions against fractions, their expectation by enumeration, and how they relate."""

import random
from fractions import Fraction
from itertools import product
from math import prod, sqrt
from statistics import stdev
from typing import Any

import pytest

from tests.problems.author import accepted, load

PACKAGE = "recency-ctr/counterfactual-estimators"
SOLUTIONS = {name: load(PACKAGE, f"submissions/accepted/{name}").off_policy for name in accepted(PACKAGE)}
CASES = load(PACKAGE, "cases.py")

Row = tuple[str, int, float, float, list[float], list[float]]


def oracle(logs: list[Row]) -> dict[str, Any]:
    """The statement read literally, in fractions up to the last root."""
    rows = [
        (user, a, Fraction(r), Fraction(b), list(map(Fraction, pi)), list(map(Fraction, q)))
        for user, a, r, b, pi, q in logs
    ]
    n, users = len(rows), sorted({row[0] for row in rows})
    w = [pi[a] / b for _, a, _, b, pi, _ in rows]
    v = [sum(p * x for p, x in zip(pi, q, strict=True)) for *_, pi, q in rows]
    r = [row[2] for row in rows]
    robust = [v[i] + w[i] * (r[i] - rows[i][5][rows[i][1]]) for i in range(n)]

    def error(scores: list[Fraction], divisor: Fraction | int) -> float | None:
        if len(users) == 1:
            return None
        sums = [sum(s for s, row in zip(scores, rows, strict=True) if row[0] == user) for user in users]
        factor = Fraction(len(users), len(users) - 1)
        return sqrt(factor * sum(s * s for s in sums) / divisor**2)

    report: dict[str, Any] = {}
    for name, terms in {"dm": v, "ips": [x * y for x, y in zip(w, r, strict=True)], "dr": robust}.items():
        value = sum(terms) / Fraction(n)
        report[name] = float(value), error([term - value for term in terms], n)
    report["snips"], report["ess"] = (None, None), 0
    if W := sum(w):
        value = sum(x * y for x, y in zip(w, r, strict=True)) / W
        scores = [x * (y - value) for x, y in zip(w, r, strict=True)]
        report["snips"] = float(value), error(scores, W)
        report["ess"] = float(W**2 / sum(x * x for x in w))
    return report


def same(first: dict[str, Any], second: dict[str, Any]) -> bool:
    def flat(report: dict[str, Any]) -> list[Any]:
        return [report["ess"], *(value for name in ("dm", "ips", "snips", "dr") for value in report[name])]

    pairs = zip(flat(first), flat(second), strict=True)
    return all(x is y if None in (x, y) else x == pytest.approx(y, rel=1e-10, abs=1e-13) for x, y in pairs)


@pytest.mark.parametrize("name", SOLUTIONS)
def test_accepted_solution_equals_fractions(name: str) -> None:
    rng = random.Random(3)
    for _ in range(150):
        logs = CASES._log(rng, rng.randint(1, 12), rng.randint(1, 5), rng.randint(1, 4))
        assert same(SOLUTIONS[name](logs), oracle(logs)), logs


@pytest.mark.parametrize("name", SOLUTIONS)
def test_weighting_is_unbiased_and_the_model_does_not_bias_the_doubly_robust(name: str) -> None:
    old, new, rewards = [0.5, 0.3, 0.2], [0.1, 0.2, 0.7], [1.0, -2.0, 5.0]
    truth = sum(p * r for p, r in zip(new, rewards, strict=True))
    mean = {"ips": 0.0, "dr": 0.0}
    for actions in product(range(3), repeat=2):
        logs = [(f"u{n}", a, rewards[a], old[a], new, [3.0, 3.0, -1.0 * n]) for n, a in enumerate(actions)]
        report = SOLUTIONS[name](logs)
        for estimator in mean:
            mean[estimator] += prod(old[a] for a in actions) * report[estimator][0]
    assert mean == pytest.approx({"ips": truth, "dr": truth}, rel=1e-12)


@pytest.mark.parametrize("name", SOLUTIONS)
def test_on_the_old_policy_every_weight_is_one_and_the_error_is_the_usual_one(name: str) -> None:
    rewards = [0.5, 2.0, -1.0, 4.0, 1.0]
    logs = [(f"u{n}", 0, r, 0.25, [0.25, 0.75], [1.0, 2.0]) for n, r in enumerate(rewards)]
    report = SOLUTIONS[name](logs)
    usual = (1.3, stdev(rewards) / sqrt(5))
    assert report["ips"] == pytest.approx(usual, rel=1e-12)
    assert report["snips"] == pytest.approx(usual, rel=1e-12)
    assert report["dr"] == pytest.approx((1.3 + 0.75, stdev(rewards) / sqrt(5)), rel=1e-12)
    assert report["ess"] == pytest.approx(5, rel=1e-12)


@pytest.mark.parametrize("name", SOLUTIONS)
def test_a_constant_added_to_rewards_moves_snips_by_itself(name: str) -> None:
    logs = CASES._log(random.Random(8), 60, 12, 4)
    moved = [(user, a, r + 10, b, pi, q) for user, a, r, b, pi, q in logs]
    before, after = (SOLUTIONS[name](rows)["snips"] for rows in (logs, moved))
    assert after == pytest.approx((before[0] + 10, before[1]), rel=1e-10)


@pytest.mark.parametrize(
    ("logs", "reason"),
    [
        ((), "logs must be a list"),
        ([("u", 0, 1.0, 0.5, [1.0])], r"logs\[0\] must be a tuple"),
        ([(1, 0, 1.0, 0.5, [1.0], [1.0])], r"logs\[0\]: user must be"),
        ([("u", 0, 1.0, 0.5, (1.0,), [1.0])], r"logs\[0\]: target and model"),
        ([("u", 0, 1.0, 0.5, [True], [1.0])], r"logs\[0\]: True is not a number"),
        ([("u", 0, 2e6, 0.5, [1.0], [1.0])], r"logs\[0\]: 2000000.0 is not a number"),
    ],
)
def test_validate_refuses_junk(logs: Any, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        CASES.validate((logs,))
