"""Calibration: what answers say of items and of people, and how sure that is."""

import numpy as np
import pytest

from tests.benchmarks.simulated import Simulated, people
from webapp.readiness.ability import prior
from webapp.readiness.ability.calibration import Calibration, Parameters, calibrated
from webapp.readiness.ability.misfit import drift, fit
from webapp.readiness.ability.people import Answers, Curves, People
from webapp.readiness.ability.population import PEOPLE_FOR_ONE, learned

COUNT, EACH, ITEMS = 250, 28, 56
RNG = np.random.default_rng(11)
BANK = Simulated.drawn(RNG)
BANK = Simulated(BANK.slopes[:ITEMS], BANK.difficulties[:ITEMS], BANK.topics[:ITEMS])
GUESS = BANK.difficulties + 0.5 * RNG.standard_normal(ITEMS)
AUTHORED = Parameters.authored(
    Curves(BANK.weights, np.full(ITEMS, 1.35), GUESS[:, None]), np.full(ITEMS, 0.5)
)
BROKEN = 10


def log_of(abilities: np.ndarray, *, broken: int | None = None, seed: int = 12) -> Answers:
    """Everyone answers EACH items; to `broken` by tossing a coin."""
    rng = np.random.default_rng(seed)
    item = np.concatenate([rng.permutation(ITEMS)[:EACH] for _ in abilities])
    person = np.repeat(np.arange(len(abilities)), EACH)
    right = [
        int(rng.integers(2)) if n == broken else BANK.answer(n, abilities[who], rng)
        for who, n in zip(person, item, strict=True)
    ]
    return Answers(person, item, np.array(right))


@pytest.fixture(scope="module")
def calibration() -> Calibration:
    """By people who are abler than the prior has it, with one item whose key is broken."""
    abilities = 0.6 + people(COUNT, 0.7, np.random.default_rng(13))
    return calibrated(log_of(abilities, broken=BROKEN), AUTHORED, prior(7, 0.5, 1.0))


def off(calibration: Calibration) -> np.ndarray:
    """Difficulties against the true ones, without the broken item."""
    return np.delete(calibration.parameters.current.difficulties[:, 0] - BANK.difficulties, BROKEN)


def test_answers_bring_difficulties_closer_to_the_truth(calibration):
    before = np.delete(GUESS - BANK.difficulties, BROKEN)
    assert np.sqrt(np.mean(off(calibration) ** 2)) < 0.65 * np.sqrt(np.mean(before**2))


def test_uncertainty_says_how_far_difficulties_are_off(calibration):
    spread = np.delete(calibration.parameters.shift_uncertainty, BROKEN)
    assert 0.7 < np.std(off(calibration) / spread) < 1.5


def test_abler_people_do_not_make_items_easier(calibration):
    assert abs(off(calibration).mean()) < 0.15
    assert calibration.population.mean.mean() == pytest.approx(0.6, abs=0.2)


def test_correlation_of_topics_moves_toward_that_of_the_people(calibration):
    learned_ = calibration.population.covariance[np.triu_indices(7, 1)].mean()
    assert 0.53 < learned_ < 0.75
    assert calibration.population.deviations == pytest.approx([1.0] * 7)


def test_item_that_chance_answers_is_the_first_misfit(calibration):
    result = fit(calibration)
    # Its slope has been taken down as far as the prior lets it; what is left shows.
    assert result.misfits()[:1] == [BROKEN]
    assert result.infit_z[BROKEN] > 3
    honest = np.delete(np.arange(ITEMS), BROKEN)
    assert np.std(result.infit_z[honest]) < 1.6
    assert result.answers.sum() == COUNT * EACH


def test_item_without_answers_stays_where_its_author_put_it():
    answers = Answers(np.array([0, 1, 1]), np.array([0, 0, 1]), np.array([1, 0, 1]))
    found = calibrated(answers, AUTHORED, prior(7)).parameters
    assert found.shift[2:] == pytest.approx(np.zeros(ITEMS - 2), abs=1e-9)
    assert found.shift_uncertainty[2:] == pytest.approx(np.full(ITEMS - 2, 0.5))
    assert np.isnan(fit(calibrated(answers, AUTHORED, prior(7))).infit[2:]).all()


def test_few_people_do_not_change_the_population():
    few = People(log_of(people(PEOPLE_FOR_ONE - 1, 0.7, RNG)), BANK.weights, prior(7))
    few.refine(AUTHORED.current)
    assert learned(few, prior(7)).covariance == pytest.approx(prior(7).covariance)


def test_order_of_people_and_answers_does_not_matter():
    answers = log_of(people(40, 0.5, np.random.default_rng(14)))
    order = np.random.default_rng(15).permutation(len(answers.person))
    mixed = Answers(39 - answers.person[order], answers.item[order], answers.category[order])
    one, other = (calibrated(log, AUTHORED, prior(7, 0.5, 1.0)).parameters for log in (answers, mixed))
    assert other.shift == pytest.approx(one.shift, abs=0.01)
    assert other.curves.slopes == pytest.approx(one.curves.slopes, rel=0.01)


def test_drift_is_told_from_chance():
    early, late = (log_of(people(150, 0.5, np.random.default_rng(seed)), seed=seed) for seed in (16, 17))
    late.category[late.item == 3] = 1  # its key has become known
    answers = Answers(
        np.r_[early.person, 150 + late.person],
        np.r_[early.item, late.item],
        np.r_[early.category, late.category],
    )
    recent = np.arange(len(answers.person)) >= len(early.person)
    moved, surprise = drift(calibrated(answers, AUTHORED, prior(7, 0.5, 1.0)), recent)
    assert int(surprise.argmin()) == 3
    assert moved[3] < -1
    assert surprise[3] < -3
    assert 0.8 < np.std(np.delete(surprise, 3)) < 1.2
    assert np.isnan(drift(calibrated(late, AUTHORED, prior(7)), np.ones(len(late.person), bool))[0]).all()


def test_forms_of_one_item_share_what_they_are_shifted_by():
    """The second form is an easier copy of the first that discriminates half as much, as second attempts are."""
    rng = np.random.default_rng(18)
    person, item = np.divmod(np.arange(4000), 10)
    abilities, form = rng.standard_normal(400), rng.integers(2, size=4000)
    slope, offset = np.where(form, 0.7, 1.4), np.where(form, -0.6, 0.0)
    truth = np.linspace(-1, 1, 10)
    right = rng.random(4000) < 1 / (1 + np.exp(-slope * (abilities[person] - truth[item] - offset)))
    guess = truth + 0.5 * rng.choice([-1, 1], 10)
    curves = Curves(np.ones((20, 1)), np.repeat([1.4, 0.7], 10), np.r_[guess, guess - 0.6][:, None])
    family = np.tile(np.arange(10), 2)
    authored = Parameters.authored(curves, np.full(20, 0.5), family)
    answers = Answers(person, item + 10 * form, right.astype(int))
    result = calibrated(answers, authored, prior(1, 0.0, 1.0), learn_population=False)
    found = result.parameters
    assert np.array_equal(found.shift[:10], found.shift[10:])
    assert found.curves.slopes[:10] == pytest.approx(2 * found.curves.slopes[10:])
    assert found.current.difficulties[:10, 0] == pytest.approx(truth, abs=0.25)
    assert fit(result).answers.sum() == 4000


def test_graded_items_calibrate_too():
    rng = np.random.default_rng(17)
    abilities = rng.standard_normal(300)
    truth = np.array([[-0.6, 0.6], [0.2, 1.4], [-1.5, -0.3], [-0.5, 0.7]])
    person, item = np.divmod(np.arange(1200), 4)
    reached = rng.random((1200, 1)) < 1 / (1 + np.exp(-1.4 * (abilities[person, None] - truth[item])))
    answers = Answers(person, item, reached.sum(axis=1))
    guess = truth + np.array([[0.5], [-0.4], [0.3], [-0.4]])
    authored = Parameters.authored(Curves(np.ones((4, 1)), np.full(4, 1.4), guess), np.full(4, 0.5))
    found = calibrated(answers, authored, prior(1, 0.0, 1.0), learn_population=False).parameters
    assert found.current.difficulties == pytest.approx(truth, abs=0.3)


def test_answers_of_unlike_lengths():
    with pytest.raises(ValueError, match="as many people"):
        Answers(np.array([0]), np.array([0, 1]), np.array([1, 1]))
