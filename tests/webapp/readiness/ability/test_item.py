"""Items: the response curve, and what no item can be."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.webapp.readiness.ability.laws import items
from webapp.readiness.ability import Item


def test_binary_item_is_even_odds_at_its_difficulty():
    item = Item.binary([1.7, 0.0], 0.8)
    assert item.probabilities([0.8, -3.0]) == pytest.approx([0.5, 0.5])


def test_graded_item_has_even_odds_of_each_category_at_its_difficulty():
    item = Item.graded([0.6, 0.6], [-1.0, 0.5])
    reached = [item.probabilities([at, at])[k + 1 :].sum() for k, at in enumerate((-1.0, 0.5))]
    assert reached == pytest.approx([0.5, 0.5])


@settings(deadline=None)
@given(items(3), st.lists(st.floats(-4, 4), min_size=3, max_size=3))
def test_probabilities_sum_to_one_and_rise_with_ability(item, abilities):
    here, better = item.probabilities([abilities, np.array(abilities) + 0.5])
    assert here.sum() == pytest.approx(1)
    assert (here > 0).all()
    points = np.arange(item.categories)
    assert better @ points > here @ points


def test_blurred_item_is_the_average_over_its_difficulty():
    item = Item.binary([1.4], 0.3)
    shifts = np.random.default_rng(1).normal(0, 0.5, 200_000)
    for ability in (-1.0, 0.3, 2.0):
        average = (1 / (1 + np.exp(-1.4 * (ability - 0.3 - shifts)))).mean()
        assert item.blurred(0.5).probabilities([ability])[1] == pytest.approx(average, abs=0.006)


def test_item_that_is_known_exactly_is_not_blurred():
    item = Item.graded([1.0, 0.5], [0.0, 1.0])
    assert np.array_equal(item.blurred(0.0).thresholds, item.thresholds)


@pytest.mark.parametrize(
    ("loadings", "thresholds", "says"),
    [
        ([0.0, 0.0], [0.0], "one above"),
        ([-1.0, 2.0], [0.0], "none below 0"),
        ([np.nan, 1.0], [0.0], "finite"),
        ([1.0], [], "one at least"),
        ([1.0], [0.5, 0.5], "increasing"),
        ([1.0], [np.inf], "finite"),
        ([[1.0]], [0.0], "one row"),
    ],
)
def test_item_that_cannot_be(loadings, thresholds, says):
    with pytest.raises(ValueError, match=says):
        Item(np.array(loadings), np.array(thresholds))


def test_item_cannot_be_changed():
    item = Item.binary([1.0], 0.0)
    with pytest.raises(ValueError, match="read-only"):
        item.loadings[0] = 2.0
