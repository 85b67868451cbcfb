"""Objectives: credit between the target and its zero, and the words beside the number."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from graders.kinds.design.objectives import earned, objective_row
from graders.package.manifest import Objective

LATENCY = Objective(id="p99", title="p99", unit="ms", asked="<= 80", points=30, zero_at=120)
COLD = Objective(id="cold", title="Cold", asked=">= 0.55", points=20, zero_at=0.45)
COVERAGE = Objective(id="cover", title="Coverage", unit="%", asked=">= 30", points=10)


@pytest.mark.parametrize(
    ("objective", "value", "met", "points", "words"),
    [
        (LATENCY, 76.0, True, 30, "met, 4 ms to spare"),
        (LATENCY, 80.0, True, 30, "met, just"),
        (LATENCY, 79.96, True, 30, "met, just"),
        (LATENCY, 79.7, True, 30, "met, 0.3 ms to spare"),
        (LATENCY, 100.0, False, 15, "missed, 20 ms too high"),
        (LATENCY, 500.0, False, 0, "missed, 420 ms too high"),
        (LATENCY, 80.01, False, 29.99, "missed by a hair"),
        (COLD, 0.52, False, 14, "missed, 0.03 too low"),
        (COLD, 0.56, True, 20, "met, 0.01 above"),
        (COVERAGE, 34.0, True, 10, "met, 4 points above"),
        (COVERAGE, 29.9, False, 0, "missed, 0.1 points too low"),
        (COVERAGE, None, False, 0, "not measured"),
    ],
)
def test_points_and_words(objective, value, met, points, words):
    row = objective_row(objective, value, 0.5)
    assert (row.met, row.earned, row.in_words) == (met, points, words)


def test_the_target_is_written_as_the_author_wrote_it():
    cost = Objective(id="cost", title="Cost", unit="¢", asked="<= 4.0", points=20)
    assert [objective_row(o, 1.0, None).asked_text for o in (LATENCY, COLD, COVERAGE, cost)] == [
        "≤ 80 ms",
        "≥ 0.55",
        "≥ 30 %",
        "≤ 4.0 ¢",
    ]


@given(st.floats(0, 1000), st.floats(0, 1000))
def test_a_better_value_never_earns_less(one, other):
    better, worse = sorted((one, other))
    assert earned(LATENCY, better) >= earned(LATENCY, worse)
    assert 0 <= earned(LATENCY, one) <= LATENCY.points


@pytest.mark.parametrize(("asked", "zero"), [("<= 80", 80), ("<= 80", 10), (">= 0.5", 0.5), (">= 0.5", 0.9)])
def test_zero_must_lie_beyond_the_target(asked, zero):
    with pytest.raises(ValidationError, match="zero_at"):
        Objective(id="x", title="X", asked=asked, points=1, zero_at=zero)
