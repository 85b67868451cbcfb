"""Wrong answers made of right ones: whatever the value and the checker, none of them may pass."""

from __future__ import annotations

import math
import random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graders.checkers import build
from graders.package.checker_spec import Exact, Fields, Numeric, Ranked, Unordered
from graders.verify.answers.changes import changes, same
from graders.verify.answers.tolerance import Rule
from sandboxes.values import Array

NUMERIC = Numeric(type="numeric", rtol=1e-6, atol=1e-9)
SPECS = {
    "exact": Exact(),
    "numeric": NUMERIC,
    "fields": Fields(type="fields", fields={"0": NUMERIC, "a": NUMERIC}),
    "unordered": Unordered(type="unordered"),
}
SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(10**9), 10**9),
    st.floats(-1e6, 1e6, allow_nan=False),
    st.text("ab", max_size=3),
)
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.one_of(
        st.lists(inner, max_size=4),
        st.tuples(inner, inner),
        st.dictionaries(st.text("ab", max_size=2), inner, max_size=3),
    ),
    max_leaves=12,
)


def accepted(value, spec, seed=0):
    """The changes that a declared checker lets pass."""
    checker = build(spec)
    made = changes(value, Rule(spec), random.Random(seed))
    return [(change.name, change.value) for change in made if checker.compare(value, change.value) is None]


def names(value, spec=SPECS["exact"]):
    return [change.name for change in changes(value, Rule(spec), random.Random(0))]


@pytest.mark.parametrize("spec", [SPECS["exact"], SPECS["numeric"]], ids=["exact", "numeric"])
@settings(max_examples=150, deadline=None)
@given(value=VALUES, seed=st.integers(0, 5))
def test_no_change_passes(spec, value, seed):
    visible = [name for name, _ in accepted(value, spec, seed) if name not in ("one per cent off", "negated")]
    assert visible == []


@settings(max_examples=100, deadline=None)
@given(value=st.tuples(VALUES, VALUES), seed=st.integers(0, 5))
def test_no_change_passes_fields(value, seed):
    visible = [
        name
        for name, _ in accepted(value, SPECS["fields"], seed)
        if name not in ("one per cent off", "negated")
    ]
    assert visible == []


@settings(max_examples=100, deadline=None)
@given(value=st.lists(VALUES, max_size=5), seed=st.integers(0, 5))
def test_no_change_passes_where_order_is_free(value, seed):
    assert accepted(value, SPECS["unordered"], seed) == []


@pytest.mark.parametrize("ties", ["any", "id"])
@settings(max_examples=100, deadline=None)
@given(
    rows=st.dictionaries(st.integers(0, 50), st.sampled_from([1.0, 2.0, 3.5]), min_size=1, max_size=6),
    seed=st.integers(0, 5),
)
def test_no_change_passes_a_ranking(ties, rows, seed):
    ranking = sorted(rows.items(), key=lambda row: (-row[1], row[0]))
    assert accepted(ranking, Ranked(type="ranked", ties=ties), seed) == []


def test_changes_of_a_list_are_each_of_another_kind():
    assert names([3, 1, 2]) == [
        *("nothing", "another type", "empty", "removed", "added", "repeated", "swapped", "changed")
    ]


def test_an_order_that_is_free_is_not_changed():
    assert "swapped" not in names([3, 1, 2], SPECS["unordered"])


def test_a_number_is_moved_out_of_its_tolerance():
    (off,) = [c.value for c in changes(100.0, Rule(NUMERIC), random.Random(0)) if c.name == "off"]
    assert off - 100.0 == pytest.approx(10 * (1e-9 + 1e-6 * 100))


def test_nan_is_put_in_unless_it_was_asked_for():
    assert "nan" in names(1.5)
    assert "nan" not in names(math.nan)


def test_an_array_is_changed_in_shape_and_in_one_element():
    numbers = np.array([1.0, 2.0])
    array = Array("float64", (2,), numbers.tobytes())
    assert {"another shape", "nan", "negated", "off"} <= set(names(array))
    assert accepted(array, SPECS["exact"]) == []


def test_a_tolerance_that_swallows_the_answer_shows():
    lax = Numeric(type="numeric", rtol=0.0, atol=0.5)
    assert [name for name, _ in accepted([2.0], lax)] == ["one per cent off"]
    assert [name for name, _ in accepted([0.125], lax)] == ["one per cent off", "negated"]


def test_what_rounding_left_is_no_answer():
    assert [name for name, _ in accepted([2.0, 1e-13], NUMERIC)] == []


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [((1, [2]), [1, (2,)], True), (1, 1.0, False), ([], {}, False), ("", None, False), (True, 1, False)],
)
def test_a_list_stands_for_a_tuple_and_nothing_else_for_anything_else(one, other, alike):
    assert same(one, other) is alike
