"""Cohen's kappa: what the textbook has, what scikit-learn has, and an interval that holds the truth."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.metrics import cohen_kappa_score

from webapp.marking.agreement import Rating, agreement


def ratings(first, second, top=3, criterion="one"):
    return [Rating(str(n), criterion, a, b, top) for n, (a, b) in enumerate(zip(first, second, strict=True))]


def test_the_example_of_the_textbook():
    # 50 applications, two readers: both yes 20, both no 15, only the first 5, only the second 10.
    first, second = [1] * 20 + [0] * 15 + [1] * 5 + [0] * 10, [1] * 20 + [0] * 15 + [0] * 5 + [1] * 10
    found = agreement(ratings(first, second, top=1), weighted=False)
    assert (round(found.kappa, 6), found.same, found.scripts) == (0.4, 0.7, 50)
    assert 0.1 < found.low < 0.2
    assert 0.6 < found.high < 0.7


level = st.integers(0, 3)


@settings(deadline=None)
@given(st.lists(st.tuples(level, level), min_size=2, max_size=30), st.booleans())
def test_of_one_criterion_it_is_that_of_scikit_learn(pairs, weighted):
    first, second = zip(*pairs, strict=True)
    found = agreement(ratings(first, second), weighted=weighted).kappa
    if len({*first, *second}) == 1:
        assert found is None
        return
    expected = cohen_kappa_score(first, second, weights="quadratic" if weighted else None, labels=range(4))
    assert found == pytest.approx(expected, abs=1e-9)


@settings(deadline=None)
@given(st.lists(st.tuples(level, level), min_size=3, max_size=20))
def test_it_does_not_matter_who_is_first(pairs):
    first, second = zip(*pairs, strict=True)
    one, other = agreement(ratings(first, second)), agreement(ratings(second, first))
    assert (one.kappa, one.low, one.high, one.same) == pytest.approx(
        (other.kappa, other.low, other.high, other.same)
    )


def test_markers_who_always_agree_have_one_and_by_chance_none():
    rows = np.random.default_rng(2).integers(0, 4, (2, 2000))
    assert agreement(ratings(rows[0].tolist(), rows[0].tolist())).kappa == 1.0
    found = agreement(ratings(rows[0, :300].tolist(), rows[1, :300].tolist()))
    assert found.low < 0 < found.high


def test_criteria_are_pooled_with_chance_of_their_own():
    """Two criteria on which everybody gets the same level say nothing, not that the markers agree."""
    told = ratings([0, 3, 1, 2], [1, 3, 0, 2])
    same = ratings([2] * 4, [2] * 4, criterion="other")
    assert agreement(told + same).kappa == agreement(told).kappa


def test_little_has_no_interval_and_nothing_no_kappa():
    assert agreement([]) is None
    found = agreement(ratings([0, 1], [0, 1]))
    assert (found.kappa, found.low, found.high) == (1.0, None, None)
    assert agreement(ratings([1, 1, 1], [1, 1, 1])).kappa is None
    one_gives_all_the_same = agreement(ratings([0, 1, 2, 0], [1, 1, 1, 1]), weighted=False)
    assert (one_gives_all_the_same.kappa, one_gives_all_the_same.low) == (0.0, None)


def test_the_interval_holds_the_truth():
    """Of two markers who see the truth through noise; the truth is the mean over many piles."""
    dice = np.random.default_rng(9)

    def marks(count):
        truth = dice.integers(0, 4, count)
        return [np.clip(truth + dice.integers(-1, 2, count), 0, 3).tolist() for _ in range(2)]

    kappas = [agreement(ratings(*marks(40))) for _ in range(60)]
    middle = np.mean([found.kappa for found in kappas])
    held = np.mean([found.low <= middle <= found.high for found in kappas])
    assert held > 0.85
