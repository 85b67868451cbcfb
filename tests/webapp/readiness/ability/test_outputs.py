"""What people read: intervals, the weakest topic, chances, hours, and questions left."""

import numpy as np
import pytest

from tests.benchmarks.simulated import Simulated
from webapp.readiness.ability import Bank, Estimate, Item, choose, prior
from webapp.readiness.ability.choosing import Exposure
from webapp.readiness.ability.forecast import questions_left
from webapp.readiness.ability.outputs import hour_gains, intervals, loop_chance, round_chance, weakest
from webapp.readiness.ability.rounds import AT_LINE, Round

ROUNDS = [Round(np.array(weights), 0.0) for weights in ([1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.3, 0.3, 0.4])]


def known(*abilities: float, deviation: float = 0.3, correlation: float = 0.3) -> Estimate:
    spread = prior(len(abilities), correlation, deviation).covariance
    return Estimate(np.array(abilities), spread, spread)


def sampled(estimate: Estimate) -> np.ndarray:
    return np.random.default_rng(99).multivariate_normal(estimate.mean, estimate.covariance, 200_000)


def test_interval_holds_its_share_of_the_estimate():
    estimate = known(0.5, -0.2, 1.0)
    low, high = intervals(estimate).T
    inside = (sampled(estimate) > low) & (sampled(estimate) < high)
    assert inside.mean(axis=0) == pytest.approx([0.9] * 3, abs=0.005)


def test_weakest_topic_is_a_probability_over_topics():
    estimate = known(0.0, 0.3, 0.2, deviation=0.5)
    lowest = np.bincount(sampled(estimate).argmin(axis=1), minlength=3) / 200_000
    assert weakest(estimate) == pytest.approx(lowest, abs=0.02)
    assert weakest(estimate).sum() == pytest.approx(1)


def test_chance_at_a_levels_line_is_five_in_six():
    assert round_chance(known(0.0, 0.0, 0.0, deviation=1e-4), ROUNDS[2]).value == pytest.approx(
        AT_LINE, abs=1e-4
    )


def test_chance_of_a_round_is_the_mean_over_what_a_person_may_be_able_to():
    estimate = known(-0.4, 0.2, 0.6, deviation=0.7)
    chances = ROUNDS[2].passed.probabilities(sampled(estimate))[:, 1]
    chance = round_chance(estimate, ROUNDS[2])
    assert chance.value == pytest.approx(chances.mean(), abs=0.002)
    assert (chance.low, chance.high) == pytest.approx(np.quantile(chances, [0.05, 0.95]), abs=0.005)


def test_chance_of_a_loop_is_over_rounds_that_share_abilities():
    estimate = known(-0.4, 0.2, 0.6, deviation=0.7, correlation=0.7)
    each = [round_.passed.probabilities(sampled(estimate))[:, 1] for round_ in ROUNDS]
    loop = loop_chance(estimate, ROUNDS)
    assert loop.value == pytest.approx(np.prod(each, axis=0).mean(), abs=0.01)
    assert loop.value > np.prod([round_chance(estimate, round_).value for round_ in ROUNDS])
    assert loop.low < loop.value < loop.high


def test_an_hour_is_worth_most_on_the_topic_that_fails_the_loop():
    gains = hour_gains(known(-1.5, 0.8, 0.8), ROUNDS)
    assert max(range(3), key=lambda topic: gains[topic].value) == 0
    assert all(0 < gain.low < gain.value < gain.high for gain in gains)


def test_an_hour_on_a_topic_that_no_round_asks_is_worth_nothing():
    gains = hour_gains(known(0.0, 0.0, 0.0), ROUNDS[:2])
    assert (gains[2].low, gains[2].value, gains[2].high) == (0, 0, 0)


def test_equal_estimates_give_equal_figures():
    assert loop_chance(known(0.1, 0.2, 0.3), ROUNDS) == loop_chance(known(0.1, 0.2, 0.3), ROUNDS)
    assert np.array_equal(weakest(known(0.1, 0.2, 0.3)), weakest(known(0.1, 0.2, 0.3)))


@pytest.mark.parametrize("weights", [[0.5, 0.6], [-0.5, 1.5]])
def test_round_whose_weights_are_none(weights):
    with pytest.raises(ValueError, match="must sum to 1"):
        Round(np.array(weights), 0.0)


def test_forecast_says_how_many_questions_a_check_takes():
    """Played to the end with answers at random: the forecast holds its range, give or take one question."""
    rng = np.random.default_rng(4)
    items = Simulated.drawn(rng).items[:140:2]
    bank, start = Bank.of(items), prior(7, 0.6, 1.0)
    left = questions_left(start, bank, 0.7)
    assert left is not None
    assert left.high is not None
    assert left.low <= left.expected <= left.high
    asked: list[int] = []
    estimate = start
    while (estimate.deviations > 0.7).any():
        item = choose(estimate, bank, asked=asked, enough=0.7, exposure=Exposure(among=1), rng=rng)
        asked.append(item)
        estimate = estimate.answered(items[item], len(asked) % 2)
    assert left.low - 1 <= len(asked) <= left.high + 1


def test_forecast_of_what_is_known_already_is_no_question():
    left = questions_left(known(0.0, 0.0), Bank.of([Item.binary([1.0, 0.0], 0.0)]), 0.5)
    assert left is not None
    assert (left.low, left.expected, left.high) == (0, 0, 0)


def test_forecast_of_what_the_bank_cannot_reach():
    assert questions_left(prior(2), Bank.of([Item.binary([1.0, 0.0], 0.0)]), 0.5) is None
    assert questions_left(prior(1), Bank.of([Item.binary([1.0], 0.0)]), 0.5, asked=[0]) is None


def test_forecast_that_holds_for_most_and_not_for_all_is_open_upward():
    """Items of one difficulty are soon used up for who lies far from it, and enough for who is near."""
    near = Bank.of([Item.binary([2.0], 0.0)] * 8)
    left = questions_left(prior(1), near, 0.6)
    assert left is not None
    assert left.low <= left.expected <= 8
    assert left.high is None
