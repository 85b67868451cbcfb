"""What the readiness model needs and reaches: questions, errors, coverage, calibration and times, seeded.

300 simulated people, 7 topics × 40 right/wrong items; catsim chooses and estimates beside it, per topic.
"""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Callable
from functools import partial

import numpy as np
from catsim import ItemBank
from catsim.estimation import NumericalSearchEstimator
from catsim.selection import MaxInfoSelector
from numpy.typing import NDArray

from tests.benchmarks.harness import Figure, main
from tests.benchmarks.simulated import TOPICS, Chooser, Simulated, Sitting, covered, people, rmse, sit
from webapp.readiness.ability import Bank, Estimate, Item, choose, prior
from webapp.readiness.ability.calibration import Parameters, calibrated
from webapp.readiness.ability.choosing import Exposure
from webapp.readiness.ability.forecast import questions_left
from webapp.readiness.ability.outputs import round_chance
from webapp.readiness.ability.people import Answers, Curves, People
from webapp.readiness.ability.population import settled
from webapp.readiness.ability.rounds import Round

Floats = NDArray[np.float64]

PEOPLE, QUICK_PEOPLE = 300, 30
KNOWN, EARLY, LONGEST = 0.5, 21, 63
HALF_WIDTH = statistics.NormalDist().inv_cdf(0.95)
CALIBRATED_BY, QUICK_CALIBRATED_BY, ANSWERS_EACH = 2000, 300, 60
RELEARNED_AT = (30, 60, 120, 240)
SEED = 20_251_126


def measure(quick: bool) -> list[Figure]:
    """All figures; --quick has fewer people and so only roughly the same values."""
    count = QUICK_PEOPLE if quick else PEOPLE
    bank = Simulated.drawn(np.random.default_rng(SEED))
    return [
        *_baselines(bank, count),
        *_at_correlation(bank, count, 0.5, goals=(33, 0.53)),
        *_at_correlation(bank, count, 0.7, goals=(22, 0.47)),
        *_guessed(bank, count),
        *_wrong_correlation(bank, count, true=0.5, assumed=0.7),
        *_wrong_correlation(bank, count, true=0.5, assumed=0.3),
        *_calibration(bank, QUICK_CALIBRATED_BY if quick else CALIBRATED_BY),
        *_times(20 if quick else 100),
    ]


def adaptive(items: list[Item], rng: np.random.Generator) -> Chooser:
    """The site's own choice, with its exposure control."""
    bank = Bank.of(items)
    return lambda estimate, asked: choose(
        estimate, bank, asked=asked, enough=KNOWN, exposure=Exposure(), rng=rng
    )


def _sittings(
    bank: Simulated,
    abilities: Floats,
    start: Estimate,
    chooser: Callable[[list[Item], np.random.Generator], Chooser],
    believed: list[Item] | None = None,
) -> list[Sitting]:
    rng = np.random.default_rng(SEED + 1)
    believed = believed or bank.items
    chosen = chooser(believed, rng)
    return [
        sit(bank, believed, row, start, chosen, rng, least=EARLY, most=LONGEST, deviation=KNOWN)
        for row in abilities
    ]


def _questions(sittings: list[Sitting]) -> float:
    """Mean number until all is known; who never gets there counts as one more than asked at most."""
    return statistics.fmean(LONGEST + 1 if (n := sitting.until(KNOWN)) is None else n for sitting in sittings)


def _baselines(bank: Simulated, count: int) -> list[Figure]:
    """Random order with the topics apart, and catsim's maximum information per topic in turn."""
    rng = np.random.default_rng(SEED + 2)
    abilities = people(count, 0.5, rng)
    shuffled = _sittings(bank, abilities, prior(TOPICS, 0.0, 1.0), _random)
    errors, lengths = zip(*(_catsim_sitting(bank, row, rng) for row in abilities), strict=True)
    return [
        Figure("random order: questions until all deviations ≤ 0.5", "", _questions(shuffled)),
        Figure("random order: RMSE after 21", "logit", rmse(shuffled, EARLY)),
        Figure("catsim per topic: questions until all errors ≤ 0.5", "", statistics.fmean(lengths)),
        Figure("catsim per topic: RMSE after 21", "logit", float(np.sqrt(np.mean(np.square(errors))))),
    ]


def _random(items: list[Item], rng: np.random.Generator) -> Chooser:
    def next_of(_: Estimate, asked: list[int]) -> int:
        return int(rng.choice(np.setdiff1d(np.arange(len(items)), asked)))

    return next_of


def _catsim_sitting(bank: Simulated, abilities: Floats, rng: np.random.Generator) -> tuple[Floats, int]:
    """A test per topic, in turn: errors after 21 questions (T,), and questions until all standard errors are ≤ 0.5.

    The standard error is that of the information with a standard normal prior, as the other rows have one.
    """
    selector, estimator = MaxInfoSelector(), NumericalSearchEstimator()
    own = [np.flatnonzero(bank.topics == topic) for topic in range(TOPICS)]
    banks = [ItemBank(np.stack([bank.slopes[n], bank.difficulties[n]], axis=1)) for n in own]
    asked: list[list[int]] = [[] for _ in own]
    right: list[list[bool]] = [[] for _ in own]
    at, open_, early = np.zeros(TOPICS), set(range(TOPICS)), np.zeros(TOPICS)
    for count in range(LONGEST + 1):
        if count == EARLY:
            early = at - abilities
        if not open_ and count >= EARLY:
            break
        # In turn among the topics that are not known yet; up to the 21st question among all.
        topic = min(open_ if count >= EARLY and open_ else range(TOPICS), key=lambda t: len(asked[t]))
        item = selector.select(
            item_bank=banks[topic], administered_items=asked[topic], est_theta=at[topic], rng=rng
        )
        asked[topic].append(int(item))
        right[topic].append(bool(bank.answer(int(own[topic][item]), abilities, rng)))
        at[topic] = estimator.estimate(
            item_bank=banks[topic],
            administered_items=asked[topic],
            response_vector=right[topic],
            est_theta=at[topic],
        )
        if 1 + banks[topic].test_information(at[topic], asked[topic]) >= KNOWN**-2:
            open_.discard(topic)
    return early, sum(len(items) for items in asked) if not open_ else LONGEST + 1


def _at_correlation(
    bank: Simulated, count: int, correlation: float, goals: tuple[float, float]
) -> list[Figure]:
    abilities = people(count, correlation, np.random.default_rng(SEED + 3))
    sittings = _sittings(bank, abilities, prior(TOPICS, correlation, 1.0), adaptive)
    name = f"correlation {correlation}"
    return [
        Figure(f"{name}: questions until all deviations ≤ 0.5", "", _questions(sittings), goals[0]),
        Figure(f"{name}: RMSE after 21", "logit", rmse(sittings, EARLY), goals[1]),
        *_coverage(name, sittings),
        *(_chances(sittings) if correlation == 0.5 else []),
        *(_forecast(bank, sittings) if correlation == 0.5 else []),
    ]


def _coverage(name: str, sittings: list[Sitting]) -> list[Figure]:
    early = covered(sittings, lambda _: EARLY, HALF_WIDTH)
    last = covered(sittings, lambda sitting: len(sitting.asked), HALF_WIDTH)
    return [
        Figure(f"{name}: 90 % intervals hold, after 21", "%", 100 * early),
        Figure(f"{name}: the same, off from 90, after 21", "pp", abs(100 * early - 90), 2.0),
        Figure(f"{name}: 90 % intervals hold, at the end", "%", 100 * last),
        Figure(f"{name}: the same, off from 90, at the end", "pp", abs(100 * last - 90), 2.0),
    ]


def _chances(sittings: list[Sitting]) -> list[Figure]:
    """Reliability of the chances of passing a round: said against true, in ten bins of equally many.

    True is the chance at the true abilities, which is what infinitely many interview days would show.
    """
    rng = np.random.default_rng(SEED + 4)
    said, true = [], []
    for sitting in sittings:
        for target in (-1.0, 0.0, 1.0):
            for after in (0, EARLY // 2, EARLY, len(sitting.asked)):
                round_ = Round(rng.dirichlet(np.full(TOPICS, 0.5)), target)
                said.append(round_chance(sitting.estimates[after], round_).value)
                true.append(round_.passed.probabilities(sitting.abilities)[1])
    order = np.argsort(said)
    bins = np.array_split(order, 10)
    gaps = [abs(np.mean(np.array(said)[rows]) - np.mean(np.array(true)[rows])) * len(rows) for rows in bins]
    return [Figure("chance of passing a round: ECE", "", float(sum(gaps) / len(order)), 0.03)]


def _forecast(bank: Simulated, sittings: list[Sitting]) -> list[Figure]:
    items, off, inside = Bank.of(bank.items), [], []
    for sitting in sittings[:60]:
        last = sitting.until(KNOWN)
        for after in () if last is None else range(0, last, 8):
            left = questions_left(sitting.estimates[after], items, KNOWN, asked=sitting.asked[:after])
            if left is not None and last is not None:
                off.append(abs(left.expected - (last - after)))
                inside.append(left.low <= last - after <= left.high)
    return [
        Figure("questions left: mean error of the forecast", "", statistics.fmean(off)),
        Figure("questions left: within the range that is to hold 80 %", "%", 100 * statistics.fmean(inside)),
    ]


def _guessed(bank: Simulated, count: int) -> list[Figure]:
    rng = np.random.default_rng(SEED + 5)
    believed = bank.guessed(rng, 0.5)
    abilities = people(count, 0.5, rng)
    sittings = _sittings(bank, abilities, prior(TOPICS, 0.5, 1.0), adaptive, believed)
    name = "author's difficulty"
    return [
        Figure(f"{name}: RMSE after 21", "logit", rmse(sittings, EARLY), 0.62),
        Figure(f"{name}: questions until all deviations ≤ 0.5", "", _questions(sittings)),
        Figure(
            f"{name}: 90 % intervals hold, after 21",
            "%",
            100 * covered(sittings, lambda _: EARLY, HALF_WIDTH),
        ),
    ]


def _wrong_correlation(bank: Simulated, count: int, true: float, assumed: float) -> list[Figure]:
    """Never corrected, and corrected as the site does: learned again after 30, 60, 120 and 240 people."""
    abilities = people(count, true, np.random.default_rng(SEED + 6))
    fixed = prior(TOPICS, assumed, 1.0)
    sittings: list[Sitting] = []
    start, before = fixed, 0
    for until in (*(n for n in RELEARNED_AT if n < count), count):
        sittings += _sittings(bank, abilities[before:until], start, adaptive)
        start, before = _relearned(bank, sittings, fixed), until
    never = _sittings(bank, abilities, fixed, adaptive)
    typical = start.covariance[np.triu_indices(TOPICS, 1)].mean()
    return [
        *_coverage(f"correlation {true}, {assumed} assumed at first", sittings),
        Figure(f"correlation {true}, {assumed} assumed at first: learned in the end", "", float(typical)),
        *(
            Figure(
                f"correlation {true}, {assumed} assumed for good: 90 % intervals hold, {when}",
                "%",
                100 * share,
            )
            for when, share in (
                ("after 21", covered(never, lambda _: EARLY, HALF_WIDTH)),
                ("at the end", covered(never, lambda sitting: len(sitting.asked), HALF_WIDTH)),
            )
        ),
    ]


def _relearned(bank: Simulated, sittings: list[Sitting], fixed: Estimate) -> Estimate:
    answers = Answers(
        np.repeat(np.arange(len(sittings)), [len(sitting.asked) for sitting in sittings]),
        np.concatenate([sitting.asked for sitting in sittings]).astype(np.intp),
        np.concatenate([sitting.right for sitting in sittings]).astype(np.intp),
    )
    curves = Curves(bank.weights, bank.slopes, bank.difficulties[:, None])
    return settled(People(answers, bank.weights, fixed), curves, fixed)


def _calibration(bank: Simulated, count: int) -> list[Figure]:
    rng = np.random.default_rng(SEED + 7)
    abilities = people(count, 0.5, rng)
    size = len(bank.slopes)
    item = np.concatenate([rng.permutation(size)[:ANSWERS_EACH] for _ in range(count)])
    person = np.repeat(np.arange(count), ANSWERS_EACH)
    right = [bank.answer(n, abilities[who], rng) for who, n in zip(person, item, strict=True)]
    guess = bank.difficulties + 0.5 * rng.standard_normal(size)
    authored = Parameters.authored(
        Curves(bank.weights, np.full(size, np.exp(0.3)), guess[:, None]), np.full(size, 0.5)
    )
    began = time.perf_counter()
    learned = calibrated(Answers(person, item, np.array(right)), authored, prior(TOPICS, 0.5, 1.0))
    seconds = time.perf_counter() - began
    off = learned.parameters.current.difficulties[:, 0] - bank.difficulties
    slopes = np.log(learned.parameters.curves.slopes / bank.slopes)
    return [
        Figure(
            f"calibration by {count} people: RMSE of difficulty",
            "logit",
            float(np.sqrt(np.mean(off**2))),
            0.15,
        ),
        Figure("calibration: RMSE of the authors before", "logit", float(np.std(guess - bank.difficulties))),
        Figure("calibration: RMSE of log discrimination", "", float(np.sqrt(np.mean(slopes**2)))),
        Figure("calibration: time", "s", seconds),
    ]


def _times(repeats: int) -> list[Figure]:
    """The 95th of 100, at the sizes that the site has: 9 topics, 1000 items."""
    rng = np.random.default_rng(SEED + 8)
    items = [
        Item.binary(rng.lognormal(0.3, 0.25) * np.eye(9)[n % 9], rng.standard_normal()) for n in range(1000)
    ]
    bank, estimate = Bank.of(items), prior(9)
    answers, choices = [], []
    for _ in range(repeats):
        choice = partial(choose, estimate, bank, exposure=Exposure(), rng=rng)
        began = time.perf_counter()
        item = choice()
        choices.append(time.perf_counter() - began)
        began = time.perf_counter()
        estimate = estimate.answered(items[item], int(rng.integers(2)))
        answers.append(time.perf_counter() - began)
    return [
        Figure("an answer, 9 topics, p50", "ms", statistics.median(answers) * 1000, 2.0),
        Figure("the next of 1000 items, p50", "ms", statistics.median(choices) * 1000, 10.0),
    ]


if __name__ == "__main__":
    sys.exit(main("readiness", measure))
