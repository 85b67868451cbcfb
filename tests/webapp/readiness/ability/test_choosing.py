"""The next question: the least variance expected, exposure, balance, and what counts."""

import numpy as np
import pytest
from hypothesis import given, settings

from tests.webapp.readiness.ability.laws import items
from webapp.readiness.ability import Bank, Item, choose, prior
from webapp.readiness.ability.choosing import BELOW, Balance, Exposure, expected_gains

BEST = Exposure(among=1)


def rng() -> np.random.Generator:
    return np.random.default_rng(5)


def bank(count: int = 60, topics: int = 3) -> list[Item]:
    drawn = rng()
    return [
        Item.binary(drawn.lognormal(0.3, 0.25) * np.eye(topics)[n % topics], drawn.normal())
        for n in range(count)
    ]


@settings(max_examples=40, deadline=None)
@given(items(3))
def test_expected_gain_is_what_the_answers_bring_on_average(item):
    start = prior(3).answered(Item.binary([1.0, 0.5, 0.0], 0.3), 1)
    after = [start.answered(item, category) for category in range(item.categories)]
    draws = np.random.default_rng(1).multivariate_normal(start.mean, start.covariance, 20_000)
    chances = item.probabilities(draws).mean(axis=0)
    left = sum(
        chance * np.trace(estimate.covariance) for chance, estimate in zip(chances, after, strict=True)
    )
    gain = expected_gains(start, Bank.of([item]))[0] / (1 + BELOW)
    # Moments by quadrature beside curvature at the mode: they differ by up to a tenth where an item says much.
    assert gain == pytest.approx(np.trace(start.covariance) - left, rel=0.12, abs=0.02)


def test_choice_is_the_item_of_the_greatest_gain():
    items_ = bank()
    gains = expected_gains(prior(3), Bank.of(items_))
    assert choose(prior(3), items_, exposure=BEST, rng=rng()) == int(gains.argmax())


def test_item_is_never_asked_twice():
    items_, asked = bank(20), []
    for _ in range(20):
        asked.append(choose(prior(3), items_, asked=asked, rng=rng()))
    assert sorted(asked) == list(range(20))
    with pytest.raises(LookupError, match="every item"):
        choose(prior(3), items_, asked=asked, rng=rng())


def test_focus_asks_about_the_topics_that_count():
    start = prior(3, 0.0)
    chosen = choose(start, bank(), focus=[1], exposure=BEST, rng=rng())
    assert bank()[chosen].loadings[1] > 0


def test_topic_that_is_known_well_enough_is_left_alone():
    items_, start = bank(), prior(3, 0.0)
    for n in range(0, 60, 3):
        start = start.answered(items_[n], n % 2)
    assert start.deviations[0] < 0.6 < start.deviations[1]
    asked: list[int] = []
    for _ in range(20):
        asked.append(choose(start, items_, asked=asked, enough=0.6, exposure=BEST, rng=rng()))
    assert {int(items_[n].loadings.argmax()) for n in asked} == {1, 2}


def test_overexposed_items_rest_until_nothing_else_is_left():
    items_ = bank(9)
    shares = np.where(np.arange(9) < 6, 0.9, 0.1)
    exposure = Exposure(shares=shares, limit=0.3)
    asked: list[int] = []
    for _ in range(9):
        asked.append(choose(prior(3), items_, asked=asked, exposure=exposure, rng=rng()))
    assert sorted(asked[:3]) == [6, 7, 8]
    assert len(set(asked)) == 9


def test_many_people_do_not_all_get_the_same_first_question():
    drawn, items_ = rng(), bank(200)
    first = {choose(prior(3), items_, exposure=Exposure(nearly=0.9), rng=drawn) for _ in range(60)}
    assert 2 <= len(first) <= 5


def test_balance_holds_back_content_that_is_ahead():
    items_ = bank(60, topics=1)
    balance = Balance(groups=np.arange(60) % 2, shares=np.array([0.25, 0.75]), slack=1.0)
    asked: list[int] = []
    for _ in range(24):
        asked.append(choose(prior(1), items_, asked=asked, balance=balance, rng=rng()))
    had = np.bincount([n % 2 for n in asked])
    assert had == pytest.approx([6, 18], abs=2)


def test_items_of_unlike_categories_stand_in_one_bank():
    mixed = Bank.of([Item.binary([1.0], 0.0), Item.graded([1.0], [-1.0, 0.0, 1.0])])
    gains = expected_gains(prior(1), mixed)
    apart = [
        expected_gains(prior(1), Bank.of([item]))[0]
        for item in (Item.binary([1.0], 0.0), Item.graded([1.0], [-1.0, 0.0, 1.0]))
    ]
    assert gains == pytest.approx(apart)
    assert gains[1] > gains[0]


def test_bank_without_items():
    with pytest.raises(ValueError, match="without items"):
        Bank.of([])
