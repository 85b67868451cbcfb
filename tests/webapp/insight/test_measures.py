"""Intervals that hold what they say, and wrong answers in kinds."""

import math
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from webapp.insight.measures import Failed, change, kinds, median, share
from webapp.insight.measures.failing import distances


def ends(interval):
    return round(interval.low, 3), round(interval.high, 3)


def test_a_share_has_the_interval_of_wilson():
    # Newcombe 1998, table I: 81 of 263, and 0 of 20.
    assert ends(share(81, 263)) == (0.255, 0.366)
    assert ends(share(0, 20)) == (0.0, 0.161)
    assert ends(share(20, 20)) == (0.839, 1.0)
    assert share(0, 0) is None
    with pytest.raises(ValueError, match="3 of 2 is no share"):
        share(3, 2)


@settings(deadline=None)
@given(st.integers(0, 200), st.integers(1, 200))
def test_a_share_lies_in_its_interval_and_mirrors(part, count):
    part = min(part, count)
    found, mirrored = share(part, count), share(count - part, count)
    assert 0 <= found.low <= found.value <= found.high <= 1
    assert math.isclose(found.low, 1 - mirrored.high, abs_tol=1e-12)


def test_a_difference_of_shares_has_the_interval_of_newcombe():
    # Newcombe 1998, table II, method 10: 56/70 − 48/80.
    found = change(share(48, 80), share(56, 70))
    assert (round(found.value, 4), *ends(found)) == (0.2, 0.052, 0.334)


def test_a_median_lies_between_order_statistics():
    assert median([]) is None
    five = median([3.0, 1.0, 2.0, 5.0, 4.0])
    assert (five.value, five.low, five.high) == (3.0, -math.inf, math.inf)
    assert five.as_dict() == {"value": 3.0, "low": None, "high": None, "count": 5}
    six = median([float(n) for n in range(1, 7)])
    assert (six.value, six.low, six.high) == (3.5, 1.0, 6.0)
    # The textbook's ranks for 20 values: the 6th from either end.
    twenty = median([float(n) for n in range(1, 21)])
    assert (twenty.low, twenty.high) == (6.0, 15.0)


@pytest.mark.parametrize("count", [8, 31, 400])
def test_the_interval_of_a_median_holds_the_true_one(count):
    rows = np.random.default_rng(count).exponential(size=(800, count))
    held = [found.low <= math.log(2) <= found.high for found in (median(row.tolist()) for row in rows)]
    assert np.mean(held) > 0.93


def failed(owner, *cases, key=""):
    return Failed(key or f"{owner}{cases}", owner, frozenset(cases))


def test_kinds_are_those_that_fail_alike():
    rows = [
        *(failed(n, "ties", "empty") for n in range(4)),
        failed(4, "ties"),
        *(failed(n, "large", "larger", "largest") for n in range(5, 8)),
        failed(8, "large", "larger"),
        failed(9, "unicode"),
    ]
    found = kinds(rows, most=3)
    assert [(sorted(kind.cases), kind.people) for kind in found] == [
        (["empty", "ties"], 5),
        (["large", "larger", "largest"], 4),
        (["unicode"], 1),
    ]
    assert found[0].keys[0] == "0('ties', 'empty')"
    assert (found[2].spread, found[0].spread > 0) == (0.0, True)


def test_a_person_counts_once_for_each_kind():
    found = kinds([failed(1, "a", key=str(n)) for n in range(9)] + [failed(2, "b"), failed(3, "b")])
    assert [(sorted(kind.cases), kind.people, kind.submissions) for kind in found] == [
        (["b"], 2, 2),
        (["a"], 1, 9),
    ]


def test_what_fails_nothing_is_no_kind():
    assert kinds([failed(1)]) == []
    assert kinds([]) == []


cases = st.frozensets(st.sampled_from("abcdef"), min_size=1)


@settings(deadline=None)
@given(st.lists(st.tuples(st.integers(0, 5), cases), max_size=25), st.integers(1, 5))
def test_every_wrong_submission_is_of_one_kind_and_medoids_are_members(rows, most):
    wrong = [Failed(str(n), owner, fails) for n, (owner, fails) in enumerate(rows)]
    found = kinds(wrong, most)
    assert len(found) <= most
    assert sorted(key for kind in found for key in kind.keys) == sorted(row.key for row in wrong)
    by_key = {row.key: row.cases for row in wrong}
    assert all(by_key[kind.keys[0]] == kind.cases for kind in found)
    assert all(a.people >= b.people for a, b in pairwise(found))


@settings(deadline=None)
@given(st.lists(cases, min_size=1, max_size=8))
def test_distances_are_a_metric(sets):
    apart = distances(sets)
    assert np.allclose(apart, apart.T)
    assert np.allclose(np.diagonal(apart), 0)
    assert (apart[:, None, :] <= apart[:, :, None] + apart[None, :, :] + 1e-9).all()
