"""The worker-seeds examiner against loaders written with NumPy alone: what it must catch, and what it must not mind."""

import random
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from tests.problems.author import load, load_apart

PACKAGE = "pytorch-debugging/worker-seeds"
PARTS = load_apart(PACKAGE)
EXAMINER, MARKET, DRAWS = PARTS["examiner"], PARTS["market"], PARTS["draws"]
BATCH = DRAWS.BATCH
Draw = Callable[[int, int, int, int], np.random.Generator]


def by_all(seed: int, epoch: int, worker: int, row: int) -> np.random.Generator:
    """A generator for each row: new in every epoch, the same in every run."""
    return np.random.default_rng([seed, epoch, row])


class Loader:
    """A candidate whose row draws from `generator(seed, epoch, worker, row)`, and can be spoilt in one way."""

    def __init__(self, generator: Draw = by_all, **spoilt: Callable[..., Any]) -> None:
        self.generator, self.spoilt = generator, spoilt

    def fresh(self) -> None:
        """Nothing is kept from call to call."""

    def diagnosis(self) -> dict[str, dict[str, str]]:
        return {name: {"fault": f, "signal": s} for name, (f, s) in EXAMINER.DIAGNOSIS.items()}

    def epochs(self, log: dict[str, Any], count: int, workers: int, seed: int) -> Any:
        return [self.epoch(log["video"], epoch, workers, seed) for epoch in range(count)]

    def epoch(self, video: np.ndarray, epoch: int, workers: int, seed: int) -> dict[str, np.ndarray]:
        found = {name: np.empty(len(video), np.int64) for name in DRAWS.COLUMNS}
        for row, worker in enumerate(DRAWS.makers(len(video), workers)):
            rng = self.generator(seed, epoch, int(worker), row)
            drawn = {
                "row": row,
                "worker": worker,
                "negative": (video[row] + rng.integers(1, MARKET.VIDEOS)) % MARKET.VIDEOS,
                "start": rng.integers(MARKET.WINDOWS),
            }
            for name, number in drawn.items():
                found[name][row] = self.spoilt[name](number, rng) if name in self.spoilt else number
        return found


def place(row: int, workers: int) -> int:
    """The how-manieth row of its worker a row is."""
    return row // (BATCH * workers) * BATCH + row % BATCH


def failed(candidate: Any, what: str, workers: int = 2, seed: int = 5) -> list[str]:
    """Titles of the checks that a candidate does not pass."""
    finding = EXAMINER.examine(candidate, what, workers, seed)
    return [check.title for check in finding.checks if not check.passed]


@pytest.mark.parametrize("what", ["samples", "negatives", "windows", "collateral", "diagnosis"])
def test_loader_that_draws_anew_everywhere_passes(what: str) -> None:
    assert failed(Loader(), what) == []


def test_a_generator_that_is_copied_shows_between_workers_and_epochs_and_in_training() -> None:
    copied = Loader(lambda seed, epoch, worker, row: np.random.default_rng([seed, place(row, 2)]))
    assert failed(copied, "negatives") == ["Workers draw apart (negative)", "Epochs draw apart (negative)"]
    assert "Training gains from new draws (start)" in failed(copied, "samples")


def test_seeds_without_the_epoch_show_between_epochs_alone() -> None:
    fixed = Loader(lambda seed, epoch, worker, row: np.random.default_rng([seed, worker, place(row, 2)]))
    assert failed(fixed, "windows") == ["Epochs draw apart (start)"]


def test_seeds_that_meet_across_workers_and_epochs_are_found() -> None:
    summed = Loader(
        lambda seed, epoch, worker, row: np.random.default_rng([seed + epoch + worker, place(row, 2)])
    )
    assert failed(summed, "negatives") == ["Epochs draw apart (negative)"]


@pytest.mark.parametrize(
    ("spoilt", "titles"),
    [
        ({"row": lambda row, rng: row ^ 1}, ["Rows in the order of the log"]),
        ({"worker": lambda worker, rng: 0}, ["Workers make the rows"]),
        ({"start": lambda start, rng: min(start, 17)}, ["Even draws"]),
        ({"start": lambda start, rng: start // 2 * 2}, ["Even draws"]),
    ],
    ids=["order", "one process", "a window missing", "even windows only"],
)
def test_what_a_fix_may_not_change_is_looked_at(spoilt: dict[str, Any], titles: list[str]) -> None:
    assert failed(Loader(**spoilt), "collateral") == titles


def test_a_watched_video_as_negative_is_no_even_draw() -> None:
    class Careless(Loader):
        def epoch(self, video: np.ndarray, *rest: Any) -> dict[str, np.ndarray]:
            found = super().epoch(video, *rest)
            found["negative"][::40] = video[::40]
            return found

    assert failed(Careless(), "collateral") == ["Even draws"]


def test_a_video_that_is_never_a_negative_is_no_even_draw() -> None:
    class Short(Loader):
        def epoch(self, video: np.ndarray, *rest: Any) -> dict[str, np.ndarray]:
            found = super().epoch(video, *rest)
            offset = 1 + (DRAWS.offsets(video, found["negative"]) - 1) % (MARKET.VIDEOS - 2)
            return found | {"negative": (video + offset) % (MARKET.VIDEOS - 1)}

    checks = EXAMINER.examine(Short(), "collateral", 2, 5).checks
    assert [check.message for check in checks if not check.passed] == ["video 119 is never a negative"]


def test_a_window_that_follows_from_the_negative_is_not_independent() -> None:
    class Tied(Loader):
        def epoch(self, video: np.ndarray, *rest: Any) -> dict[str, np.ndarray]:
            found = super().epoch(video, *rest)
            offset = DRAWS.offsets(video, found["negative"])
            found["start"] = (offset - 1) * MARKET.WINDOWS // (MARKET.VIDEOS - 1)
            return found

    assert failed(Tied(), "collateral") == ["Independent draws"]


def test_chance_of_the_system_cannot_be_repeated_and_a_constant_seed_ignores_the_seed() -> None:
    entropy = Loader(lambda *given: np.random.default_rng())
    assert failed(entropy, "collateral") == ["A run can be repeated"]
    constant = Loader(lambda seed, epoch, worker, row: np.random.default_rng([epoch, row]))
    assert failed(constant, "collateral") == ["Another seed draws otherwise"]


@pytest.mark.parametrize(
    "given",
    [
        None,
        [],
        [{}] * 3,
        [{"row": [1]}] * 3,
        [dict.fromkeys(DRAWS.COLUMNS, "x")] * 3,
        [dict.fromkeys(DRAWS.COLUMNS, np.zeros(MARKET.ROWS))] * 3,
        [dict.fromkeys(DRAWS.COLUMNS, np.full(MARKET.ROWS, -1))] * 3,
        [dict.fromkeys(DRAWS.COLUMNS, np.full(MARKET.ROWS, 500))] * 3,
    ],
    ids=["none", "no epoch", "no column", "one column", "words", "floats", "negative", "too large"],
)
def test_epochs_of_another_form_are_a_failed_check_and_no_fault_of_ours(given: Any) -> None:
    candidate = Loader()
    candidate.epochs = lambda *args: given  # type: ignore[method-assign]
    assert failed(candidate, "windows") == ["What epochs() gives"]


@pytest.mark.parametrize(
    "said", [None, [], {"report_a": None}, {"report_a": {"fault": ["copied-generator"]}}]
)
def test_diagnosis_of_another_form_is_wrong_and_not_told(said: Any) -> None:
    candidate = Loader()
    candidate.diagnosis = lambda: said  # type: ignore[method-assign]
    finding = EXAMINER.examine(candidate, "diagnosis", 0, 0)
    assert [check.passed for check in finding.checks] == [False] * 4
    answers = [word for pair in EXAMINER.DIAGNOSIS.values() for word in pair]
    assert not any(f"named {answer!r}" in check.message for check in finding.checks for answer in answers)


def test_curves_are_drawn_for_the_visible_run_beside_the_recorded_ones() -> None:
    curves = EXAMINER.examine(Loader(), "samples", 2, 5).curves
    assert list(curves) == ["Report A: held-out AUC", "Report B: held-out log loss"]
    assert [curve["before"] for curve in curves.values()] == [
        PARTS["recorded"].AUC_BEFORE,
        PARTS["recorded"].LOSS_BEFORE,
    ]
    assert all(curve["x"] == list(range(1, 13)) and len(curve["after"]) == 12 for curve in curves.values())
    assert EXAMINER.examine(Loader(), "negatives", 2, 5).curves == {}


def test_a_market_is_the_same_for_its_seed_and_another_for_another() -> None:
    one, again, other = MARKET.make(3), MARKET.make(3), MARKET.make(4)
    assert np.array_equal(one.video, again.video)
    assert np.array_equal(one.frames, again.frames)
    assert not np.array_equal(one.video, other.video)
    assert one.chance.sum(axis=1) == pytest.approx(1)


def test_every_group_has_cases_and_one_seed_is_never_used_for_two_things() -> None:
    cases = load(PACKAGE, "cases.py")
    fixed = [case.args for case in cases.cases(random.Random(0))]
    drawn = [case.args for case in cases.fresh(random.Random(1))]
    assert {what for what, *_ in fixed} == {"samples", "negatives", "windows", "collateral", "diagnosis"}
    seeds = [seed for *_, seed in fixed + drawn]
    assert len(set(seeds)) == len(seeds)
