"""The NaN-loss ranker: logs that hold what the statement says, measures, and real grades in cells."""

import random
import re
from collections.abc import Iterator
from typing import Any, Literal
from uuid import UUID

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
from tests.problems.nan_loss import FOLDER, author

logs, measures = author.logs, author.measures
LAUNCH_STEP, RELEASE_STEP = 160, 300  # as the statement has them


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


def test_every_group_has_cases_and_one_seed_is_never_used_for_two_things() -> None:
    cases = list(author.cases.cases(random.Random(0)))
    assert [case.group for case in cases] == [
        "samples", "samples", "diagnosis_a", "diagnosis_b", "fix_a", "fix_b", "collateral",
    ]  # fmt: skip
    hidden = {case.args[1] for case in cases if case.group != "samples"}
    assert author.cases.VISIBLE not in hidden


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


def graded(package: Package, pool: Pool, source: str, mode: Literal["run", "grade"]) -> Report:
    job = Job(
        submission=UUID(int=1),
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
