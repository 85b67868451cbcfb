"""What the readiness model needs and reaches: questions, errors, coverage, calibration and times, seeded.

300 simulated people, 7 topics × 40 right/wrong items; catsim chooses and estimates beside it, per topic. The error
after 21 questions of 300 people is itself off by .008, and so it is also taken of 1500, who are asked no more.
"""

from __future__ import annotations

import contextlib
import io
import statistics
import sys
import time
from collections.abc import Callable
from functools import partial

import numpy as np
from numpy.typing import NDArray

from tests.benchmarks.harness import Figure, main
from tests.benchmarks.per_topic import tested_per_topic
from tests.benchmarks.simulated import (
    MEDIAN_SLOPE,
    TOPICS,
    Chooser,
    Simulated,
    Sitting,
    covered,
    expected_rmse,
    people,
    rmse,
    sit,
)
from webapp.readiness.ability import Bank, Estimate, Item, choose, prior
from webapp.readiness.ability.calibration import Parameters, calibrated
from webapp.readiness.ability.choosing import Exposure
from webapp.readiness.ability.forecast import questions_left
from webapp.readiness.ability.outputs import round_chance
from webapp.readiness.ability.people import Answers, Curves, People
from webapp.readiness.ability.population import settled
from webapp.readiness.ability.rounds import Round

Floats = NDArray[np.float64]

PEOPLE, QUICK_PEOPLE = 300, 40
MANY = 5
"""Times as many people for the errors that have a goal."""
KNOWN, EARLY, LONGEST = 0.5, 21, 63
HALF_WIDTH = statistics.NormalDist().inv_cdf(0.95)
CALIBRATED_BY, QUICK_CALIBRATED_BY, ANSWERS_EACH = 2000, 300, 60
AUTHORS_NOISE = 0.5
RELEARNED_AT = (30, 60, 120, 240)
A_DAY = 10
"""People between two nightly calibrations, and before the first of them."""
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
    most: int = LONGEST,
) -> list[Sitting]:
    rng = np.random.default_rng(SEED + 1)
    believed = believed or bank.items
    chosen = chooser(believed, rng)
    return [
        sit(bank, believed, row, start, chosen, rng, least=EARLY, most=most, deviation=KNOWN)
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
    # It prints while it works, and the last line of a benchmark is its result.
    with contextlib.redirect_stdout(io.StringIO()):
        errors, lengths = zip(
            *(tested_per_topic(bank, row, rng, early=EARLY, most=LONGEST, known=KNOWN) for row in abilities),
            strict=True,
        )
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


def _at_correlation(
    bank: Simulated, count: int, correlation: float, goals: tuple[float, float]
) -> list[Figure]:
    abilities = people(count, correlation, np.random.default_rng(SEED + 3))
    sittings = _sittings(bank, abilities, prior(TOPICS, correlation, 1.0), adaptive)
    name = f"correlation {correlation}"
    return [
        Figure(f"{name}: questions until all deviations ≤ 0.5", "", _questions(sittings), goals[0]),
        Figure(f"{name}: RMSE after 21", "logit", rmse(sittings, EARLY)),
        *_error(f"{name}, {MANY * count} people", bank, correlation, MANY * count, goals[1]),
        *_coverage(name, sittings),
        *(_chances(sittings) if correlation == 0.5 else []),
        *(_forecast(bank, sittings) if correlation == 0.5 else []),
    ]


def _error(
    name: str,
    bank: Simulated,
    correlation: float,
    count: int,
    goal: float,
    believed: list[Item] | None = None,
) -> list[Figure]:
    """The error of so many people after 21 questions, and what the estimates expect it to be."""
    abilities = people(count, correlation, np.random.default_rng(SEED + 3))
    start = prior(TOPICS, correlation, 1.0)
    sittings = _sittings(bank, abilities, start, adaptive, believed, most=EARLY)
    return [
        Figure(f"{name}: RMSE after 21", "logit", rmse(sittings, EARLY), goal),
        Figure(f"{name}: the same, as the estimates expect", "logit", expected_rmse(sittings, EARLY)),
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
                inside.append(left.low <= last - after <= (LONGEST if left.high is None else left.high))
    return [
        Figure("questions left: mean error of the forecast", "", statistics.fmean(off)),
        Figure("questions left: within the range that is to hold 80 %", "%", 100 * statistics.fmean(inside)),
    ]


def _guessed(bank: Simulated, count: int) -> list[Figure]:
    """With the authors' difficulties, for good and with the calibrations that the site makes on the way."""
    rng = np.random.default_rng(SEED + 5)
    guesses = bank.difficulties + AUTHORS_NOISE * rng.standard_normal(len(bank.difficulties))
    authored = _authored(bank, guesses)
    abilities, start = people(count, 0.5, rng), prior(TOPICS, 0.5, 1.0)
    never = _sittings(bank, abilities, start, adaptive, _believed(authored))
    parameters, sittings, before = authored, [], 0
    for until in range(A_DAY, count + 1, A_DAY):
        sittings += _sittings(bank, abilities[before:until], start, adaptive, _believed(parameters))
        before = until
        parameters = calibrated(_log(sittings), authored, start).parameters
    name, last = "author's difficulty", count * 4 // 5
    held = covered(never, lambda _: EARLY, HALF_WIDTH)
    known = [
        Item.binary(slope * weights, at).blurred(AUTHORS_NOISE)
        for weights, slope, at in zip(bank.weights, bank.slopes, guesses, strict=True)
    ]
    steep = _sittings(bank, abilities, start, adaptive, known)
    return [
        Figure(f"{name}: RMSE after 21", "logit", rmse(never, EARLY)),
        *(
            figure
            for correlation in (0.5, 0.7)
            for figure in _error(
                f"{name}, correlation {correlation}, {MANY * count} people",
                bank,
                correlation,
                MANY * count,
                0.62,
                _believed(authored),
            )
        ),
        Figure(f"{name}: questions until all deviations ≤ 0.5", "", _questions(never)),
        Figure(f"{name}: 90 % intervals hold, after 21", "%", 100 * held),
        Figure(f"{name}, discrimination known: RMSE after 21", "logit", rmse(steep, EARLY)),
        Figure(
            f"{name}, calibrated every night, first {count} people: RMSE after 21",
            "logit",
            rmse(sittings, EARLY),
        ),
        Figure(
            f"{name}, calibrated every night, first {count} people: 90 % intervals hold, after 21",
            "%",
            100 * covered(sittings, lambda _: EARLY, HALF_WIDTH),
        ),
        Figure(f"{name}, after {last} people: RMSE after 21", "logit", rmse(sittings[last:], EARLY)),
        Figure(f"{name}, after {last} people: questions", "", _questions(sittings[last:])),
    ]


def _authored(bank: Simulated, guesses: Floats) -> Parameters:
    slopes = np.full(len(guesses), MEDIAN_SLOPE)
    return Parameters.authored(
        Curves(bank.weights, slopes, guesses[:, None]), np.full(len(guesses), AUTHORS_NOISE)
    )


def _believed(parameters: Parameters) -> list[Item]:
    curves = parameters.current
    rows = zip(
        curves.weights, curves.slopes, curves.difficulties[:, 0], parameters.shift_uncertainty, strict=True
    )
    return [Item.binary(slope * weights, at).blurred(unsure) for weights, slope, at, unsure in rows]


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
    curves = Curves(bank.weights, bank.slopes, bank.difficulties[:, None])
    return settled(People(_log(sittings), bank.weights, fixed), curves, fixed)


def _log(sittings: list[Sitting]) -> Answers:
    return Answers(
        np.repeat(np.arange(len(sittings)), [len(sitting.asked) for sitting in sittings]),
        np.concatenate([sitting.asked for sitting in sittings]).astype(np.intp),
        np.concatenate([sitting.right for sitting in sittings]).astype(np.intp),
    )


def _calibration(bank: Simulated, count: int) -> list[Figure]:
    """Everyone answers 60 items drawn at random; that people are standard normal is given, which fixes the scale."""
    rng = np.random.default_rng(SEED + 7)
    abilities = people(count, 0.5, rng)
    size = len(bank.slopes)
    item = np.concatenate([rng.permutation(size)[:ANSWERS_EACH] for _ in range(count)])
    person = np.repeat(np.arange(count), ANSWERS_EACH)
    right = [bank.answer(n, abilities[who], rng) for who, n in zip(person, item, strict=True)]
    guesses = bank.difficulties + AUTHORS_NOISE * rng.standard_normal(size)
    log = Answers(person, item, np.array(right))
    began = time.perf_counter()
    learned = calibrated(log, _authored(bank, guesses), prior(TOPICS, 0.5, 1.0), learn_population=False)
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
        Figure(
            "calibration: RMSE of the authors before", "logit", float(np.std(guesses - bank.difficulties))
        ),
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
