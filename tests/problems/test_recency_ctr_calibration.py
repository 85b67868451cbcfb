"""Calibration report: accepted solutions against 80-digit arithmetic, and what must not change it."""

import random
from decimal import Decimal, localcontext
from math import inf
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.problems.author import accepted, load

PACKAGE = "recency-ctr/calibration-and-entropy"
SOLUTIONS = {
    name: load(PACKAGE, f"submissions/accepted/{name}").calibration_report for name in accepted(PACKAGE)
}
CASES = load(PACKAGE, "cases.py")

probabilities = st.one_of(
    st.sampled_from([0, 1, 0.0, 1.0, 0.5, 0.25, 1e-14, 1 - 2**-50]), st.floats(1e-30, 1)
)
rows = st.lists(st.tuples(probabilities, st.integers(0, 1)), min_size=1, max_size=25)
bin_counts = st.sampled_from([1, 2, 3, 5, 7, 30, 10**9])


def oracle(table: list[tuple[float, int]], bins: int) -> dict[str, Any]:
    """The statement read literally, with the bin of each row found by comparing it with all others."""
    n = len(table)
    certain = any(p == 1 - y for p, y in table)
    losses = [Decimal(0) if certain else -(Decimal(p) if y else 1 - Decimal(p)).ln() for p, y in table]
    loss = sum(losses) / n
    q = Decimal(sum(y for _, y in table)) / n
    entropy = None if q in (0, 1) else -q * q.ln() - (1 - q) * (1 - q).ln()
    number = [sum(other < p for other, _ in table) * bins // n for p, _ in table]
    found = []
    for wanted in sorted(set(number)):
        inside = [row for row, at in zip(table, number, strict=True) if at == wanted]
        means = [
            sum(Decimal(column) for column in columns) / len(inside) for columns in zip(*inside, strict=True)
        ]
        found.append((len(inside), *means))
    gaps = [(count, abs(p - y)) for count, p, y in found]
    return {
        "log_loss": inf if certain else float(loss),
        "normalised_entropy": None if entropy is None else inf if certain else float(loss / entropy),
        "ratio": float(sum(Decimal(p) for p, _ in table) / (q * n)) if q else None,
        "bins": [(count, float(p), float(y)) for count, p, y in found],
        "ece": float(sum(count * gap for count, gap in gaps) / n),
        "mce": float(max(gap for _, gap in gaps)),
    }


def close(first: dict[str, Any], second: dict[str, Any]) -> bool:
    if first.keys() != second.keys():
        return False
    for key in ("log_loss", "normalised_entropy", "ratio", "ece", "mce"):
        x, y = first[key], second[key]
        slack = 1e-15 if key in ("ece", "mce") else 0.0
        if x is not y and (None in (x, y) or x != pytest.approx(y, rel=1e-12, abs=slack)):
            return False
    return len(first["bins"]) == len(second["bins"]) and all(
        x == pytest.approx(y, rel=1e-12, abs=0) for x, y in zip(first["bins"], second["bins"], strict=True)
    )


@pytest.mark.parametrize("name", SOLUTIONS)
@settings(max_examples=500, deadline=None)
@given(table=rows, bins=bin_counts)
def test_accepted_solution_equals_exact_arithmetic(
    name: str, table: list[tuple[float, int]], bins: int
) -> None:
    answer = SOLUTIONS[name]([p for p, _ in table], [y for _, y in table], bins)
    with localcontext(prec=80):
        expected = oracle(table, bins)
    assert close(answer, expected), (answer, expected)


@pytest.mark.parametrize("name", SOLUTIONS)
@settings(max_examples=100, deadline=None)
@given(table=rows, bins=bin_counts, order=st.randoms(use_true_random=False))
def test_report_does_not_depend_on_the_order_of_rows(
    name: str, table: list[tuple[float, int]], bins: int, order: random.Random
) -> None:
    mixed = order.sample(table, len(table))
    one, other = (SOLUTIONS[name]([p for p, _ in t], [y for _, y in t], bins) for t in (table, mixed))
    assert close(one, other)


@pytest.mark.parametrize("name", SOLUTIONS)
@pytest.mark.parametrize(("clicks", "shown"), [(1, 2), (1, 4), (3, 16), (127, 128)])
def test_the_base_rate_is_calibrated_and_explains_nothing(name: str, clicks: int, shown: int) -> None:
    report = SOLUTIONS[name]([clicks / shown] * shown, [1] * clicks + [0] * (shown - clicks), 5)
    assert report["normalised_entropy"] == pytest.approx(1, rel=1e-12)
    assert [report["ratio"], report["ece"], report["mce"]] == [1, 0, 0]
    assert report["bins"] == [(shown, clicks / shown, clicks / shown)]


@pytest.mark.parametrize(
    ("args", "reason"),
    [
        (([0.5], [1]), "takes predictions, labels and bins"),
        (((0.5,), [1], 1), "predictions must be a list"),
        ((["0.5"], [1], 1), "predictions must be numbers"),
        (([0.5], [True], 1), "labels must be integers"),
        (([0.5], [1], 2.0), "bins must be an integer"),
    ],
)
def test_validate_refuses_junk(args: tuple[Any, ...], reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        CASES.validate(args)
