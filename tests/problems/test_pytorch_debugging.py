"""The NaN-loss ranker: logs that hold what the statement says, an examiner that cannot be flattered, real grades."""

import importlib
import random
import re
import sys
from collections.abc import Callable, Iterator
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graders.diagnostics import Diagnostics
from graders.grading import grade
from graders.messages import Job
from graders.package import Package, load_package
from graders.report import Report
from sandboxes import Pool, open_pool
from tests.problems.author import PROBLEMS, load

NAME = "pytorch-debugging/nan-loss-ranker"
FOLDER = PROBLEMS / NAME
MODULES = ("logs", "measures", "recorded", "collateral", "examiner")
LAUNCH_STEP, RELEASE_STEP = 160, 300  # as the statement has them


def author_modules() -> SimpleNamespace:
    """The package's own modules, imported as in an author's cell and then forgotten."""
    CASES = load(NAME, "cases.py")  # makes `readyroom` importable
    sys.path.insert(0, str(FOLDER))
    try:
        return SimpleNamespace(CASES=CASES, **{name: importlib.import_module(name) for name in MODULES})
    finally:
        sys.path.remove(str(FOLDER))
        for name in MODULES:
            sys.modules.pop(name, None)


author = author_modules()
logs, measures, collateral, examiner = author.logs, author.measures, author.collateral, author.examiner


# --- logs -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("run", ["a", "b"])
@settings(max_examples=10, deadline=None)
@given(seed=st.integers(0, 2**32))
def test_log_is_the_same_for_the_same_seed_and_holds_only_valid_ids(run: str, seed: int) -> None:
    log, after = logs.make(run, seed, steps=20, held_out=50)
    again, _ = logs.make(run, seed, steps=20, held_out=50)
    assert all(np.array_equal(log[name], again[name]) for name in log)
    for rows in (log, after):
        assert rows["user"].min() >= 1
        assert rows["user"].max() <= logs.USERS
        assert rows["video"].min() >= 1
        assert rows["video"].max() <= logs.VIDEOS
        assert rows["history"].min() >= 0
        assert rows["history"].max() <= logs.VIDEOS
        assert set(np.unique(rows["finished"])) <= {0.0, 1.0}
        assert np.isfinite(rows["dense"]).all()


@settings(max_examples=10, deadline=None)
@given(seed=st.integers(0, 2**32))
def test_looping_clips_always_finish_until_the_release_and_seldom_after(seed: int) -> None:
    log, after = logs.make("a", seed)
    release = RELEASE_STEP * logs.BATCH
    loop = log["slice"]
    assert log["finished"][:release][loop[:release]].min() == 1
    assert 0.1 < log["finished"][release:][loop[release:]].mean() < 0.3
    assert 0.1 < after["finished"][after["slice"]].mean() < 0.3
    assert (log["history"] > 0).any(axis=1).all()
    assert log["dense"][:, 0].min() >= 0


@settings(max_examples=10, deadline=None)
@given(seed=st.integers(0, 2**32))
def test_empty_histories_come_with_the_launch_and_with_first_time_users_only(seed: int) -> None:
    log, _ = logs.make("b", seed)
    empty = ~(log["history"] > 0).any(axis=1)
    launch = LAUNCH_STEP * logs.BATCH
    assert not empty[:launch].any()
    assert 0.08 < empty[launch:].mean() < 0.12
    assert np.array_equal(empty, log["slice"])
    assert np.array_equal(empty, log["dense"][:, 0] == -1)


def test_candidate_is_shown_neither_truth_nor_slice_nor_labels_to_predict() -> None:
    log, _ = logs.make("a", 1, steps=2, held_out=1)
    columns = {"user", "video", "history", "dense", "finished"}
    assert set(logs.shown(log)) == columns
    assert set(logs.shown(log, labels=False)) == columns - {"finished"}
    assert len(logs.shown(log, slice(7))["user"]) == 7


# --- measures ---------------------------------------------------------------------------------------------


@settings(max_examples=100, deadline=None)
@given(seed=st.integers(0, 2**32), weight=st.floats(0.05, 0.95))
def test_skill_is_0_at_the_base_rate_and_1_at_the_truth(seed: int, weight: float) -> None:
    rng = np.random.default_rng(seed)
    truth = rng.beta(1, 1, 2000)
    finished = (rng.random(2000) < truth).astype(float)
    base = np.full(2000, finished.mean())
    assert measures.skill(base, truth, finished) == pytest.approx(0)
    assert measures.skill(truth, truth, finished) == pytest.approx(1)
    assert 0 < measures.skill(weight * truth + (1 - weight) * base, truth, finished) < 1.05


def test_log_loss_of_a_certain_and_wrong_prediction_is_finite_and_large() -> None:
    assert measures.log_loss(np.array([1.0]), np.array([0.0])) == pytest.approx(-np.log(1e-7), rel=1e-6)


@pytest.mark.parametrize(
    "odd", [None, "loss", {"a": 1}, [[1.0], [1.0, 2.0]], [10**400], [object()], 3.0, [[1.0]]]
)
def test_column_refuses_what_is_no_vector_of_numbers(odd: Any) -> None:
    assert measures.column(odd) is None


@pytest.mark.parametrize("odd", [None, "x", [1.0], {}, 10**400, np.ones(2), object()])
def test_number_is_nan_for_what_is_none(odd: Any) -> None:
    assert np.isnan(measures.number(odd))


# --- the examiner against made-up candidates --------------------------------------------------------------


class Oracle:
    """A candidate that knows the truth: passes what is examined from outside, and can be spoilt in one way."""

    def __init__(self, run: str, seed: int, **spoilt: Callable[..., Any]) -> None:
        self.meta = {"cpu_s": 0.001}
        self.after = logs.make(run, seed)[1]
        for name, function in spoilt.items():
            setattr(self, name, function)

    def diagnosis(self) -> dict[str, dict[str, str]]:
        return {run: {"fault": f, "signal": s} for run, (f, s) in examiner.DIAGNOSIS.items()}

    def train(self, log: dict[str, Any], seed: int) -> dict[str, Any]:
        return {"loss": [0.5] * (len(log["user"]) // logs.BATCH), "state": {}}

    def predict(self, state: dict[str, Any], log: dict[str, Any]) -> Any:
        assert "finished" not in log
        return self.after["truth"]


def failed(candidate: Any, what: str, seed: int = 5) -> list[str]:
    """Titles of the checks that a candidate does not pass."""
    return [check.title for check in examiner.examine(candidate, what, seed).checks if not check.passed]


@pytest.mark.parametrize("what", ["sample_a", "sample_b", "fix_a", "fix_b", "diagnosis_a", "diagnosis_b"])
def test_candidate_who_knows_the_truth_passes(what: str) -> None:
    assert failed(Oracle(what[-1], 5), what) == []


@pytest.mark.parametrize("run", ["a", "b"])
def test_base_rate_for_everybody_is_not_within_reach(run: str) -> None:
    flat = Oracle(run, 5, predict=lambda state, log: np.full(4000, 0.5))
    assert "Held-out log loss" in failed(flat, f"fix_{run}")


@pytest.mark.parametrize("run", ["a", "b"])
def test_truth_everywhere_but_on_the_rows_of_the_incident_is_caught(run: str) -> None:
    oracle = Oracle(run, 5)
    stale = np.where(oracle.after["slice"], 0.9, oracle.after["truth"])
    oracle.predict = lambda state, log: stale  # type: ignore[method-assign]
    assert examiner.SLICES[run] in failed(oracle, f"fix_{run}")


@pytest.mark.parametrize(
    "losses",
    [
        [0.5] * 399 + [np.nan],
        [0.5] * 399 + [np.inf],
        [0.5] * 399,
        [0.5] * 401,
        [],
        None,
        "low",
        [[0.5]] * 400,
    ],
    ids=["nan", "infinite", "too few", "too many", "none", "missing", "words", "nested"],
)
def test_losses_must_be_finite_and_one_per_batch(losses: Any) -> None:
    candidate = Oracle("a", 5, train=lambda log, seed: {"loss": losses, "state": {}})
    assert failed(candidate, "fix_a") == ["The loss stays finite"]


@pytest.mark.parametrize("result", [None, ([], {}), {"loss": [0.5] * 400}, {"loss": [0.5] * 400, "state": 1}])
def test_train_of_another_form_is_a_failed_check_and_no_fault_of_ours(result: Any) -> None:
    assert failed(Oracle("a", 5, train=lambda log, seed: result), "fix_a") == ["The loss stays finite"]


@pytest.mark.parametrize(
    "said", [None, [0.5], np.full(4000, np.nan), np.full(4000, 1.5), np.zeros((4000, 1)), "0"]
)
def test_predictions_must_be_a_probability_per_row(said: Any) -> None:
    assert failed(Oracle("b", 5, predict=lambda state, log: said), "fix_b") == ["Predictions"]


@pytest.mark.parametrize("said", [None, [], {}, {"run_a": None}, {"run_a": {"fault": ["saturated-log"]}}])
def test_diagnosis_of_another_form_is_wrong_and_not_told(said: Any) -> None:
    finding = examiner.examine(Oracle("a", 5, diagnosis=lambda: said), "diagnosis_a", 0)
    assert [check.passed for check in finding.checks] == [False, False]
    assert not any(answer in check.message for check in finding.checks[1:] for answer in ("max_logit",))


def test_fault_and_signal_are_judged_apart_and_per_run() -> None:
    said = {
        "run_a": {"fault": "saturated-log", "signal": "loss"},
        "run_b": {"fault": "x", "signal": "bad_grads"},
    }
    candidate = Oracle("a", 5, diagnosis=lambda: said)
    assert failed(candidate, "diagnosis_a") == ["Run A: the signal"]
    assert failed(candidate, "diagnosis_b") == ["Run B: the fault"]


def test_curves_have_gaps_where_a_loss_is_not_finite() -> None:
    losses = [0.5] * 200 + [float("nan")] * 200
    candidate = Oracle("a", 5, train=lambda log, seed: {"loss": losses, "state": {}})
    curve = examiner.examine(candidate, "sample_a", 5).curves["Loss, run A"]
    assert curve["after"] == [0.5] * 20 + [None] * 20
    assert curve["before"] == [*author.recorded.BEFORE_A, *[None] * (40 - len(author.recorded.BEFORE_A))]
    assert curve["x"] == list(range(0, 400, 10))
    assert examiner.examine(candidate, "fix_a", 5).curves == {}


# --- collateral -------------------------------------------------------------------------------------------


def state(fill: float = 1.0) -> dict[str, Any]:
    return {name: np.full(shape, fill, np.float32) for name, shape in collateral.SHAPES.items()}


class Steady:
    """A candidate whose weights grow with the log and whose evaluate() is the log loss of one logit for all rows."""

    def __init__(
        self, loss: Callable[[float], float] = lambda logit: float(np.logaddexp(0, logit)), **moves: float
    ):
        self.meta, self.loss, self.moves = {"cpu_s": 0.001}, loss, moves

    def train(self, log: dict[str, Any], seed: int) -> dict[str, Any]:
        steps = len(log["user"]) // logs.BATCH
        losses = np.repeat(author.recorded.HEALTHY, 10)[:steps] if steps <= 40 else np.ones(steps)
        grown = state(steps / 40)
        grown |= {
            name.replace("_", "."): state(by * (steps > 40) + 1)[name.replace("_", ".")]
            for name, by in self.moves.items()
        }
        return {"loss": losses, "state": grown}

    def predict(self, state: dict[str, Any], log: dict[str, Any]) -> Any:
        return np.full(len(log["user"]), 0.5)

    def evaluate(self, state: dict[str, Any], log: dict[str, Any]) -> float:
        logit = float(state["video_bias.weight"][0, 0])
        return self.loss(logit) if len(log["user"]) == 16 else float(np.log(2))


def test_candidate_who_changes_nothing_else_passes() -> None:
    assert failed(Steady(), "collateral") == []


@pytest.mark.parametrize(
    "loss",
    [lambda z: min(z, 16.1), lambda z: 0.0, lambda z: float("inf"), lambda z: float("nan"), lambda z: 40 - z],
    ids=["clamped", "masked", "infinite", "nan", "falling"],
)
def test_loss_without_a_slope_on_wrong_rows_is_caught(loss: Callable[[float], float]) -> None:
    assert failed(Steady(loss), "collateral") == ["Wrong rows still pull"]


@pytest.mark.parametrize("name", ["user_weight", "video_weight", "taste_weight"])
def test_table_that_stands_still_after_the_launch_is_caught(name: str) -> None:
    assert failed(Steady(**{name: 0.05}), "collateral") == ["Everything still trains"]


def spoilt(**methods: Callable[..., Any]) -> Steady:
    candidate = Steady()
    for name, function in methods.items():
        setattr(candidate, name, function)
    return candidate


def test_state_with_another_name_shape_or_kind_is_caught() -> None:
    for change in (
        {"extra": np.ones(1)},
        {"taste.weight": np.ones((16, 8), np.float32)},
        {3: 1},
        {"taste.weight": np.full((16, 16), "x")},
    ):
        altered = {**state(), **change}
        candidate = spoilt(train=lambda log, seed, s=altered: {"loss": [0.5] * 40, "state": s})
        assert "The saved state" in failed(candidate, "collateral")


def test_healthy_run_that_trains_otherwise_is_caught() -> None:
    candidate = Steady()
    plain = candidate.train
    candidate.train = lambda log, seed: {**plain(log, seed), "loss": [0.69] * 40}  # type: ignore[method-assign]
    assert failed(candidate, "collateral") == ["Healthy training is unchanged"]


@pytest.mark.parametrize("told", [0.1, None, float("nan"), "good"])
def test_dashboard_that_disagrees_with_the_predictions_is_caught(told: Any) -> None:
    loss = Steady().evaluate
    candidate = spoilt(evaluate=lambda state, log: loss(state, log) if len(log["user"]) == 16 else told)
    assert failed(candidate, "collateral") == ["The dashboard is honest"]


def corrupt_raises(error: Exception) -> Steady:
    candidate = Steady()
    plain = candidate.train

    def train(log: dict[str, Any], seed: int) -> dict[str, Any]:
        if np.isnan(log["dense"]).any():
            raise error
        return plain(log, seed)

    candidate.train = train  # type: ignore[method-assign]
    return candidate


def test_anomaly_detection_is_told_from_a_refusal_of_bad_input() -> None:
    anomaly = RuntimeError("Function 'MulBackward0' returned nan values in its 0th output.")
    assert failed(corrupt_raises(anomaly), "collateral") == ["Debugging is off"]
    assert failed(corrupt_raises(ValueError("dense holds NaN")), "collateral") == []


def test_training_that_takes_many_times_as_long_is_caught() -> None:
    candidate = Steady()
    candidate.meta = {"cpu_s": 60.0}
    assert failed(candidate, "collateral") == ["Training is as quick"]


# --- the package as a whole -------------------------------------------------------------------------------


def test_every_group_has_cases_and_one_seed_is_never_used_for_two_things() -> None:
    cases = list(author.CASES.cases(random.Random(0)))
    assert [case.group for case in cases] == [
        "samples", "samples", "diagnosis_a", "diagnosis_b", "fix_a", "fix_b", "collateral",
    ]  # fmt: skip
    hidden = {case.args[1] for case in cases if case.group != "samples"}
    assert author.CASES.VISIBLE not in hidden


@pytest.fixture(scope="module")
def torch_pool(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pool]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("READYROOM_DATA", str(tmp_path_factory.mktemp("data")))
        opened = open_pool("bubblewrap", sizes={"torch": 1})
        yield opened
        opened.close()


@pytest.fixture(scope="module")
def package() -> Package:
    loaded = load_package(FOLDER, diagnostics := Diagnostics())
    assert loaded is not None, [str(note) for note in diagnostics.errors]
    return loaded


def graded(package: Package, pool: Pool, source: str, mode: str) -> Report:
    job = Job(
        submission="00000000-0000-0000-0000-000000000001",
        attempt=1, mode=mode, package=package.digest, files={"solution.py": source}, seed=1,
    )  # fmt: skip
    return grade(job, package, pool, lambda event: None)


@pytest.mark.bubblewrap
@pytest.mark.slow
def test_starter_fails_at_the_steps_that_the_statement_prints(package: Package, torch_pool: Pool) -> None:
    report = graded(package, torch_pool, package.starter, "run")
    tables = re.split(r"\*\*Run [AB]\*\*", package.statement)[1:]
    for table, row in zip(tables, report.cases, strict=True):
        printed = re.search(r"^\| (\d+) \| nan ", table, re.MULTILINE)
        assert printed
        assert row.checks
        assert row.checks[0].message == f"nan at step {printed[1]} of 400"


@pytest.mark.bubblewrap
@pytest.mark.slow
def test_repair_gets_everything_and_its_curve_goes_on_where_the_recorded_one_ends(
    package: Package, torch_pool: Pool
) -> None:
    source = (FOLDER / "submissions/accepted/logits.py").read_text()
    report = graded(package, torch_pool, source, "grade")
    assert (report.verdict, report.score, report.passed) == ("AC", 100, 7)
    assert report.curves is not None
    assert set(report.curves) == {"Loss, run A", "Loss, run B"}
    for curve in report.curves.values():
        healthy = sum(value is not None for value in curve["before"])
        assert 0 < healthy < len(curve["before"])
        assert None not in curve["after"]
        # Until the fault strikes a repair is the same computation.
        assert curve["after"][:healthy] == pytest.approx(curve["before"][:healthy], abs=0.03)


@pytest.mark.bubblewrap
@pytest.mark.slow
def test_right_repair_under_wrong_names_loses_the_diagnosis_alone(package: Package, torch_pool: Pool) -> None:
    source = (FOLDER / "submissions/wrong_answer/wrong_diagnosis.py").read_text()
    report = graded(package, torch_pool, source, "grade")
    earned = {group.id: group.earned for group in report.groups}
    assert earned == {
        "samples": 0,
        "diagnosis_a": 0,
        "diagnosis_b": 0,
        "fix_a": 25,
        "fix_b": 25,
        "collateral": 20,
    }
