"""Typed checkers: what counts as equal, and the words when it is not."""

from __future__ import annotations

import math
import random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter

from graders.checkers import build, for_method
from graders.package.checker_spec import CheckerSpec
from sandboxes.values import Array, Opaque, decode, encode

INT = Array("int64", (), (3).to_bytes(8, "little"))
PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.binary(),
    lambda inner: (
        st.lists(inner) | st.tuples(inner, inner) | st.dictionaries(st.text() | st.integers(), inner)
    ),
    max_leaves=20,
)
ROWS = st.lists(
    st.tuples(st.integers(0, 9), st.sampled_from([0.0, 0.25, 0.5, 1.0])), unique_by=lambda row: row[0]
)


def checker(**spec):
    return build(TypeAdapter(CheckerSpec).validate_python(spec))


def words(expected, actual, **spec):
    mismatch = checker(**spec).compare(expected, actual)
    return None if mismatch is None else str(mismatch)


@given(PLAIN)
def test_every_plain_value_equals_itself_after_a_trip_through_a_cell(value):
    back = decode(encode(value))
    assert checker(type="exact").compare(value, back) is None
    assert checker(type="numeric", nan="equal").compare(value, back) is None


@pytest.mark.parametrize(
    ("expected", "actual", "said"),
    [
        (True, True, None),
        (True, 1, "expected a bool, got an int (1)"),
        (1, True, "expected an int, got a bool (True)"),
        (3, 3.0, "expected an int, got a float (3.0)"),
        (3.0, 3, None),
        (0.0, -0.0, None),
        (math.nan, math.nan, None),
        (3, INT, None),
        (3.0, INT, None),
        (True, INT, "expected a bool, got an int (3)"),
        ([1, 2], (1, 2), None),
        ((1, 2), [1, 2], None),
        ([1, 2], np.array([1, 2]).tolist(), None),
        ([1, 2], Array("int64", (2,), b"\0" * 16), "expected a list, got an array of int64"),
        ([1, 2], [1, 2, 3], "at [2]: expected 2 elements, got 3 elements"),
        ([1, [2, 3]], [1, [2, 4]], "at [1][1]: expected 3, got 4"),
        ("a", b"a", "expected a str, got bytes"),
        ("a", "b", "expected 'a', got 'b'"),
        (None, 0, "expected None, got an int (0)"),
        ({"a": 1, "b": 2}, {"b": 2, "a": 1}, None),
        ({"a": 1}, {"a": 2}, "at ['a']: expected 1, got 2"),
        ({"a": 1}, {}, "the key 'a' is missing"),
        ({}, {"a": 1}, "there is a key 'a' too many"),
        ({1: "x"}, {True: "x"}, "the key 1 is missing"),
        ([1], Opaque("set", "{1}"), "expected a list, got an object of type set"),
        (2**70, 2**70 + 1, "expected 1180591620717411303424, got 1180591620717411303425"),
    ],
)
def test_exact(expected, actual, said):
    assert words(expected, actual, type="exact") == said


def test_exact_can_insist_on_the_kind_of_sequence():
    assert words([(1, 2)], [[1, 2]], type="exact", sequences="same") == "at [0]: expected a tuple, got a list"


def test_arrays_agree_in_kind_shape_category_and_elements():
    one = Array("float32", (2,), np.array([1, np.nan], "<f4").tobytes())
    wide = Array("float64", (2,), np.array([1, np.nan], "<f8").tobytes())
    off = Array("float32", (2,), np.array([1, 2], "<f4").tobytes())
    assert words(one, wide, type="exact") is None
    assert words(one, off, type="exact") == "at [1]: expected nan, got 2.0; 1 of 2 elements are wrong"
    assert (
        words(one, Array("float32", (2, 1), one.data), type="exact") == "expected the shape (2,), got (2, 1)"
    )
    assert words(one, Array("float32", (2,), one.data, "torch"), type="exact") == (
        "expected an array of float32, got a tensor of float32"
    )
    assert words(one, wide, type="numeric") == "at [1]: expected nan, got nan; 1 of 2 elements are wrong"
    assert words(one, wide, type="numeric", nan="equal") is None


@pytest.mark.parametrize(
    ("expected", "actual", "said"),
    [
        (1.0, 1.0009, None),
        (1.0, 1.002, "expected 1.0, got 1.002 (off by 0.002, allowed 0.001)"),
        (3, 3.0, None),
        (True, 1.0, "expected a bool, got a float (1.0)"),
        (math.inf, math.inf, None),
        (math.inf, -math.inf, "expected inf, got -inf (off by inf, allowed inf)"),
        (1.0, math.inf, "expected 1.0, got inf (off by inf, allowed 0.001)"),
        (1.0, math.nan, "expected 1.0, got nan; NaN is never right"),
        (math.nan, math.nan, "expected nan, got nan; NaN is never right"),
        ([("a", 0.5)], [["a", 0.5001]], None),
        ([("a", 0.5)], [["b", 0.5]], "at [0][0]: expected 'a', got 'b'"),
        (10**400, 1.0, f"expected 1{'0' * 58}…, got 1.0"),
        (10**400, 10**400, None),
    ],
)
def test_numeric(expected, actual, said):
    assert words(expected, actual, type="numeric", rtol=1e-3) == said


@given(st.lists(PLAIN, max_size=8), st.randoms(use_true_random=False))
def test_unordered_takes_any_order(items, rng):
    shuffled = rng.sample(items, len(items))
    assert checker(type="unordered").compare(items, shuffled) is None


@given(st.lists(st.integers(0, 5)), st.lists(st.integers(0, 5)))
def test_unordered_is_equality_of_bags(left, right):
    assert (checker(type="unordered").compare(left, right) is None) == (sorted(left) == sorted(right))


@given(st.lists(st.floats(-100, 100), max_size=12), st.randoms(use_true_random=False))
def test_unordered_within_tolerance_takes_what_was_shaken(values, rng):
    shaken = [value + rng.uniform(-0.5, 0.5) for value in rng.sample(values, len(values))]
    spec = {"type": "unordered", "items": {"type": "numeric", "rtol": 0, "atol": 0.5 + 1e-9}}
    assert checker(**spec).compare(values, shaken) is None
    pairs, shaken_pairs = [["x", v] for v in values], [["x", v] for v in shaken]
    assert checker(**spec).compare(pairs, shaken_pairs) is None


def test_unordered_says_what_is_too_many():
    said = "at [2]: 1 is not among the expected elements, or not so often"
    assert words([1, 2, 2], [2, 1, 1], type="unordered") == said
    assert words([1, 2], [2], type="unordered") == "expected 2 elements, got 1 element"
    said = words([1, 2], Opaque("set", "{1, 2}"), type="unordered")
    assert said == "expected a list, got an object of type set; return sorted(...) or list(...) of it"


def by_score(rows):
    return sorted(rows, key=lambda row: (-row[1], row[0]))


@given(ROWS, st.randoms(use_true_random=False))
def test_ranked_with_free_ties_takes_every_order_of_equal_scores(rows, rng):
    expected = by_score(rows)
    actual = sorted(rows, key=lambda row: (-row[1], rng.random()))
    assert checker(type="ranked", ties="any").compare(expected, actual) is None
    assert (checker(type="ranked", ties="id").compare(expected, actual) is None) == (actual == expected)


@given(ROWS.filter(lambda rows: len(rows) > 1), st.randoms(use_true_random=False))
def test_ranked_refuses_an_order_that_scores_forbid(rows, rng):
    expected = by_score(rows)
    actual = rng.sample(rows, len(rows))
    right = [row[1] for row in actual] == [row[1] for row in expected]
    assert (checker(type="ranked", ties="any").compare(expected, actual) is None) == right


@pytest.mark.parametrize(
    ("actual", "said"),
    [
        ([("a", 0.5 + 1e-12), ("b", 0.5), ("c", 0.1)], None),
        ([["a", 0.5], ["b", 0.5], ["c", 0.1]], None),
        ([("b", 0.5), ("a", 0.5), ("c", 0.1)], "at [0][0]: expected 'a' in this place, got 'b'"),
        (
            [("a", 0.5), ("b", 0.5), ("c", 0.2)],
            "at [2][1]: expected 0.1, got 0.2 (off by 0.1, allowed 1e-10)",
        ),
        ([("a", 0.5), ("b", 0.5)], "at [2]: expected 3 elements, got 2 elements"),
        ([("a", 0.5), "b", ("c", 0.1)], "at [1]: expected a tuple, got a str ('b')"),
        ([("a", 0.5, 1), ("b", 0.5), ("c", 0.1)], "at [0][2]: expected 2 elements, got 3 elements"),
        ([("a", "0.5"), ("b", 0.5), ("c", 0.1)], "at [0][1]: expected a float, got a str ('0.5')"),
    ],
)
def test_ranked_by_id(actual, said):
    assert words([("a", 0.5), ("b", 0.5), ("c", 0.1)], actual, type="ranked") == said


def test_ranked_lets_rounding_decide_between_nearly_equal_scores():
    expected = [("a", 0.5 + 1e-15), ("b", 0.5)]
    assert words(expected, [("b", 0.5), ("a", 0.5)], type="ranked") is None
    said = "at [1][0]: 'b' stands here a second time"
    assert words(expected, [("b", 0.5), ("b", 0.5)], type="ranked") == said


def test_fields_are_compared_each_in_its_own_way():
    spec = {"type": "fields", "fields": {"0": {"type": "unordered"}, "1": {"type": "numeric", "rtol": 0.1}}}
    assert words(([1, 2], 1.0), ([2, 1], 1.05), **spec) is None
    assert (
        words(([1, 2], 1.0), ([2, 1], 1.5), **spec)
        == "at [1]: expected 1.0, got 1.5 (off by 0.5, allowed 0.1)"
    )
    named = {"type": "fields", "fields": {"ids": {"type": "unordered"}}}
    assert words({"ids": [1, 2], "n": 2}, {"ids": [2, 1], "n": 2}, **named) is None
    assert words({"ids": [1, 2], "n": 2}, {"ids": [2, 1], "n": 3}, **named) == "at ['n']: expected 2, got 3"


def test_methods_have_checkers_of_their_own():
    spec = TypeAdapter(CheckerSpec).validate_python(
        {"type": "methods", "methods": {"ids": {"type": "unordered"}}}
    )
    assert for_method(spec, "ids").compare([1, 2], [2, 1]) is None
    assert for_method(spec, "top").compare([1, 2], [2, 1]) is not None


BEYOND = 1 << 4_000_000


@pytest.mark.parametrize(
    ("expected", "actual"),
    [(5, BEYOND), (0.5, BEYOND), (BEYOND, 0.5), (BEYOND, 2 * BEYOND)],
    ids=["int", "float", "for a float", "for another"],
)
def test_numbers_beyond_all_floats_are_wrong_and_no_failure_of_ours(expected, actual):
    assert words(expected, actual, type="numeric", rtol=1e-9).startswith("expected ")


@pytest.mark.parametrize("other", [np.array(["a", "b"]), np.array([True, False]), np.array([1j, 2j])])
def test_arrays_that_are_no_numbers_are_no_tolerance_away_from_integers(other):
    given, asked = (decode(encode(array)) for array in (other, np.array([1, 2])))
    assert words(asked, given, type="numeric").startswith("expected an array of int64, got an array of ")


def test_large_answers_are_compared_in_reasonable_time():
    values = list(range(100_000))
    random.Random(1).shuffle(values)
    assert checker(type="unordered").compare(values, sorted(values)) is None
    assert checker(type="unordered").compare(values, [*sorted(values)[:-1], -1]) is not None
