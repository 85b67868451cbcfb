"""Estimates: the exact posterior, the order of answers, time, and refusing what is no estimate."""

import numpy as np
import pytest
from catsim import ItemBank
from catsim.estimation import NumericalSearchEstimator
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.benchmarks.simulated import Simulated, people
from tests.webapp.readiness.ability.laws import answers, by_quadrature, moved
from webapp.readiness.ability import Estimate, Item, NumericFailure, prior
from webapp.readiness.ability.estimate import HALF_LIFE_DAYS


@settings(max_examples=25, deadline=None)
@given(answers(2, most=1), st.floats(-0.3, 0.8))
def test_one_answer_gives_the_mean_and_covariance_of_the_exact_posterior(given_, correlation):
    start = prior(2, correlation)
    mean, covariance = by_quadrature(start, given_)
    after = moved(start, given_)
    assert after.mean == pytest.approx(mean, abs=2e-4)
    assert after.covariance == pytest.approx(covariance, abs=2e-4)


def test_many_answers_stay_close_to_the_exact_posterior():
    rng = np.random.default_rng(7)
    loadings = rng.uniform(0.5, 2, (30, 1)) * np.eye(2)[np.arange(30) % 2]
    given_ = [
        (Item.binary(row, difficulty), int(rng.random() < 1 / (1 + np.exp(-row.sum() * (0.8 - difficulty)))))
        for row, difficulty in zip(loadings, rng.normal(0, 1, 30), strict=True)
    ]
    start = prior(2, 0.5)
    mean, covariance = by_quadrature(start, given_)
    after = moved(start, given_)
    assert after.mean == pytest.approx(mean, abs=0.05)
    assert np.sqrt(np.diagonal(covariance)) == pytest.approx(after.deviations, abs=0.03)


def test_order_of_answers_hardly_matters():
    """Of 21 answers forward and backward: a fiftieth of a deviation, as a root mean square over people and topics."""
    rng = np.random.default_rng(3)
    bank = Simulated.drawn(rng)
    items, start = bank.items, prior(7, 0.5, 1.0)
    apart, wider = [], []
    for abilities in people(15, 0.5, rng):
        given_ = [(items[n], bank.answer(n, abilities, rng)) for n in rng.permutation(280)[:21]]
        one, other = moved(start, given_), moved(start, given_[::-1])
        apart.append((other.mean - one.mean) / one.deviations)
        wider.append(other.deviations / one.deviations - 1)
    assert np.sqrt(np.mean(np.square(apart))) < 0.04
    assert np.sqrt(np.mean(np.square(wider))) < 0.04


@settings(max_examples=30, deadline=None)
@given(answers(4, most=6))
def test_an_answer_never_makes_anything_less_certain(given_):
    estimate = prior(4)
    for item, category in given_:
        after = estimate.answered(item, category)
        assert np.linalg.eigvalsh(estimate.covariance - after.covariance).min() > -1e-12
        estimate = after


def test_better_category_moves_every_correlated_topic_further_up():
    item = Item.graded([1.2, 0.0, 0.0], [-1.0, 0.0, 1.0])
    means = np.array([prior(3).answered(item, category).mean for category in range(4)])
    assert (np.diff(means, axis=0) > 0).all()
    assert (means[:, 0] ** 2 > means[:, 1] ** 2).all()


def test_same_answers_give_the_same_numbers():
    given_ = [(Item.binary([1.3, 0.2], 0.4), 1), (Item.graded([0.0, 0.9], [-1.0, 1.0]), 2)]
    one, other = moved(prior(2), given_), moved(prior(2), given_)
    assert np.array_equal(one.mean, other.mean)
    assert np.array_equal(one.covariance, other.covariance)


@settings(max_examples=10, deadline=None)
@given(st.integers(0, 10_000), st.floats(-1.2, 1.2))
def test_topics_apart_give_what_catsim_gives_within_sampling_error(seed, ability):
    """Without correlation and with a prior that says little, the estimate is the likelihood's, to a deviation of its own."""
    rng = np.random.default_rng(seed)
    slopes, difficulties = rng.lognormal(0.2, 0.25, 40), rng.normal(0, 1, 40)
    right = rng.random(40) < 1 / (1 + np.exp(-slopes * (ability - difficulties)))
    likeliest = NumericalSearchEstimator().estimate(
        item_bank=ItemBank(np.stack([slopes, difficulties], axis=1)),
        administered_items=list(range(40)),
        response_vector=[bool(answer) for answer in right],
        est_theta=0.0,
    )
    items = [
        Item.binary([0.0, slope], difficulty) for slope, difficulty in zip(slopes, difficulties, strict=True)
    ]
    after = moved(prior(2, 0.0, deviation=2.0), list(zip(items, right.astype(int), strict=True)))
    assert abs(after.mean[1] - likeliest) < after.deviations[1]
    assert after.mean[0] == pytest.approx(0, abs=1e-9)
    assert after.deviations[0] == pytest.approx(2, rel=1e-9)


def test_waiting_widens_toward_the_prior_and_moves_nothing():
    estimate = moved(prior(2), [(Item.binary([1.5, 0.0], 0.0), 1)] * 5)
    later = estimate.after(HALF_LIFE_DAYS)
    assert np.array_equal(later.mean, estimate.mean)
    half = (estimate.covariance + prior(2).covariance) / 2
    assert later.covariance == pytest.approx(half)
    assert estimate.after(100_000).covariance == pytest.approx(prior(2).covariance)


@settings(deadline=None)
@given(st.floats(0, 500), st.floats(0, 500))
def test_two_waits_are_one_long_wait(first, second):
    estimate = prior(2).answered(Item.binary([1.5, 0.4], 0.0), 1)
    assert estimate.after(first).after(second).covariance == pytest.approx(
        estimate.after(first + second).covariance
    )


def test_waiting_backward_is_refused():
    with pytest.raises(ValueError, match="before"):
        prior(2).after(-1)


@pytest.mark.parametrize("category", [-1, 2])
def test_category_that_the_item_has_not(category):
    with pytest.raises(ValueError, match="category"):
        prior(1).answered(Item.binary([1.0], 0.0), category)


def test_item_over_other_topics():
    with pytest.raises(ValueError, match="over 2"):
        prior(2).answered(Item.binary([1.0], 0.0), 1)


@pytest.mark.parametrize(
    "broken",
    [
        Estimate(np.array([np.nan, 0.0]), np.eye(2), np.eye(2)),
        Estimate(np.zeros(2), np.array([[1.0, 2.0], [2.0, 1.0]]), np.eye(2)),
        Estimate(np.zeros(2), np.array([[np.inf, 0.0], [0.0, 1.0]]), np.eye(2)),
    ],
)
def test_numbers_that_are_no_estimate_are_a_numeric_failure(broken):
    with pytest.raises(NumericFailure):
        broken.answered(Item.binary([1.0, 0.5], 0.0), 1)


def test_surprise_beyond_all_measure_is_still_an_estimate():
    impossible = Item.binary([3.0, 0.0], 60.0)
    after = moved(prior(2), [(impossible, 1)])
    assert after.mean[0] > 4
    assert after.deviations == pytest.approx(prior(2).deviations, rel=1e-6)


@pytest.mark.parametrize("correlation", [np.eye(3), np.full((2, 2), 0.5)])
def test_prior_needs_a_correlation_of_its_topics(correlation):
    with pytest.raises(ValueError, match="correlation"):
        prior(2, correlation)


def test_correlation_that_cannot_be_is_a_numeric_failure():
    with pytest.raises(NumericFailure):
        prior(3, -0.9)
