"""The NaN-loss ranker's examiner against made-up candidates: what it must catch, and what it must not mind."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from tests.problems.nan_loss import author

logs, examiner, collateral, recorded = author.logs, author.examiner, author.collateral, author.recorded
serving = author.serving


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
    assert curve["before"] == [*recorded.BEFORE_A, *[None] * (40 - len(recorded.BEFORE_A))]
    assert curve["x"] == list(range(0, 400, 10))
    assert examiner.examine(candidate, "fix_a", 5).curves == {}


def state(fill: float = 1.0) -> dict[str, Any]:
    weights = {name: np.full(shape, fill, np.float32) for name, shape in collateral.SHAPES.items()}
    weights["video.weight"][0] = 0
    return weights


def softplus(logit: float) -> float:
    """Log loss of an unfinished row at a logit."""
    return float(np.logaddexp(0, logit))


class Steady:
    """Weights grow with the log, or by `moves` after the launch; evaluate() is `loss` where one logit is for all."""

    def __init__(
        self, loss: Callable[[float], float] = softplus, moves: dict[str, float] | None = None
    ) -> None:
        self.meta, self.loss, self.moves = {"cpu_s": 0.001}, loss, moves or {}

    def train(self, log: dict[str, Any], seed: int) -> dict[str, Any]:
        steps = len(log["user"]) // logs.BATCH
        losses = np.repeat(recorded.HEALTHY, 10)[:steps] if steps <= 40 else np.ones(steps)
        weights = state(steps / 40)
        for name, by in self.moves.items():
            weights[name] = state(1 + by * (steps > 40))[name]
        return {"loss": losses, "state": weights}

    def predict(self, state: dict[str, Any], log: dict[str, Any]) -> Any:
        rows = len(log["user"])
        return serving.probabilities(state, log) if rows == serving.ROWS else np.full(rows, 0.5)

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


@pytest.mark.parametrize("name", ["user.weight", "video.weight", "taste.weight"])
def test_table_that_stands_still_after_the_launch_is_caught(name: str) -> None:
    assert failed(Steady(moves={name: 0.05}), "collateral") == ["Everything still trains"]


def spoilt(**methods: Callable[..., Any]) -> Steady:
    candidate = Steady()
    for name, function in methods.items():
        setattr(candidate, name, function)
    return candidate


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("extra", np.ones(1)),
        (3, 1),
        ("taste.weight", None),
        ("taste.weight", np.ones((16, 8), np.float32)),
        ("taste.weight", np.full((16, 16), "x")),
        ("video.weight", np.ones((241, 16), np.float32)),
    ],
    ids=["more", "no name", "no array", "another shape", "words", "padding"],
)
def test_state_with_another_name_shape_or_kind_is_caught(name: Any, value: Any) -> None:
    altered = {"loss": [0.5] * 40, "state": {**state(), name: value}}
    assert "The saved state" in failed(spoilt(train=lambda log, seed: altered), "collateral")


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


@pytest.mark.parametrize(
    "wrongly",
    [
        lambda state, log: {**log, "history": np.maximum(log["history"], 1)},
        lambda state, log: {**log, "dense": np.abs(log["dense"])},
        lambda state, log: {**log, "video": log["video"] - 1},
    ],
    ids=["padding is watched", "never is yesterday", "another row"],
)
def test_serving_that_computes_something_else_is_caught(wrongly: Callable[..., Any]) -> None:
    plain = Steady().predict
    candidate = spoilt(predict=lambda state, log: plain(state, wrongly(state, log)))
    assert failed(candidate, "collateral") == ["Serving computes as before"]


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
