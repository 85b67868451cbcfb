"""Curves of a training: what is drawn of right, wrong and hostile code, and that no verdict hangs on it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from uuid import uuid4

import pytest

from graders.afterwards import Afterwards
from graders.diagnostics import Diagnostics
from graders.grading import grade
from graders.kinds.function.drawing import after, before, number
from graders.messages import Event, Job
from graders.package import load_package
from graders.package.curves import Curve
from graders.report import Report
from graders.verify.curves import check_curves, recording
from sandboxes import Pool
from tests.graders.conftest import loaded
from tests.graders.packages import write_package

RIGHT = "def double(x):\n    return 2 * x\n"
STARTER = "def double(x):\n    return x + 1\n"
TRAINS = "from solution import double\n\n\ndef curves():\n    return {'Loss': {step: double(step) for step in (0, 2, 4)}}\n"
RECORDED = recording({"Loss": {0: 1, 2: 3, 4: 5}})
CHANGES = {"starter.py": STARTER, "curves.py": TRAINS, "curves.toml": RECORDED}
BEFORE = {"x": [0.0, 2.0, 4.0], "before": [1.0, 3.0, 5.0]}
CURVE = Curve(title="Loss", steps=(0, 2, 4), before=(1.0, 3.0, float("nan")))
Grade = Callable[..., tuple[Report, list[object]]]


def test_before_is_what_is_recorded_with_a_gap_where_there_is_no_number() -> None:
    assert before(CURVE) == {"x": [0.0, 2.0, 4.0], "before": [1.0, 3.0, None]}


@pytest.mark.parametrize(
    "given",
    [
        None,
        [],
        {"Loss": [1, 2, 3]},
        {"Other": {0: 1.0}},
        {"Loss": {0: "1", 2: True, 4: [1.0]}},
        {"Loss": {0: 10**400, 2: float("nan"), 4: float("inf")}},
        {"Loss": {"0": 1.0, 1: 2.0, -1: 3.0}},
    ],
)
def test_after_is_left_out_when_what_came_back_holds_no_number_at_a_step(given: object) -> None:
    assert after(CURVE, given) == {}


def test_after_takes_numbers_at_the_recorded_steps_alone() -> None:
    given = {"Loss": {0: 1, 2: None, 4: 0.123456789, 5: 7.0}, "More": {0: 1.0}}
    assert after(CURVE, given) == {"after": [1.0, None, 0.123457]}


@pytest.mark.parametrize(("value", "drawn"), [(True, None), (3, 3.0), (1e-9, 1e-9), (-(10**400), None)])
def test_number_is_a_finite_float_or_none(value: object, drawn: float | None) -> None:
    assert number(value) == drawn


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        (
            {"curves.py": None},
            "curves.toml: error: records what curves.py makes of the starter, and there is none",
        ),
        (
            {"curves.toml": recording({"Loss": {0: 1, 2: 3}, "Same": {2: 3, 1: 4}})},
            "curves.toml:9: error: curve.1: steps: each must be larger than the one before",
        ),
        (
            {"curves.toml": RECORDED.replace("steps = [0, 2, 4]", "steps = [0, 2]")},
            "curves.toml:4: error: curve.0: before: 3 values for 2 steps",
        ),
    ],
)
def test_package_is_refused_when_its_curves_do_not_hold_together(
    changes: dict[str, str | None], words: str, tmp_path: Path
) -> None:
    diagnostics = Diagnostics()
    assert load_package(write_package(tmp_path, {**CHANGES, **changes}), diagnostics) is None
    assert [str(note) for note in diagnostics.errors] == [words]


@pytest.mark.bubblewrap
@pytest.mark.parametrize("mode", ["grade", "run"])
def test_curves_of_a_right_solution_stand_beside_those_of_the_starter(mode: str, grade_source: Grade) -> None:
    report, _ = grade_source(RIGHT, CHANGES, mode=mode)
    assert report.verdict == "AC"
    assert report.curves == {"Loss": {**BEFORE, "after": [0.0, 4.0, 8.0]}}


@pytest.mark.bubblewrap
@pytest.mark.parametrize("solution", [RIGHT, "def double(x):\n    raise KeyError\n"])
def test_worker_draws_once_the_report_is_out(solution: str, tmp_path: Path, pool: Pool) -> None:
    package, sent = loaded(write_package(tmp_path, CHANGES)), list[Event]()
    files = {"solution.py": solution}
    job = Job(submission=uuid4(), attempt=1, mode="grade", package=package.digest, files=files)
    report = grade(job, package, pool, lambda event: None, later=True)
    assert report.curves == {"Loss": BEFORE}

    afterwards = Afterwards(lambda: False, rest_s=0)
    afterwards.look(job, package, pool, report, lambda batch: sent.extend(batch.events))
    afterwards._thread.shutdown(wait=True)

    drawn = {"curves": {"Loss": {**BEFORE, "after": [0.0, 4.0, 8.0]}}}
    assert [(event.kind, event.data) for event in sent] == ([("curves", drawn)] if solution == RIGHT else [])


@pytest.mark.bubblewrap
def test_cases_run_where_curves_py_is_not(grade_source: Grade) -> None:
    sees = "import os\n\n\ndef double(x):\n    return 2 * x + 100 * os.path.exists('curves.py')\n"
    report, _ = grade_source(sees, CHANGES)
    assert (report.verdict, report.curves) == ("AC", {"Loss": {**BEFORE, "after": [100.0, 104.0, 108.0]}})


@pytest.mark.bubblewrap
def test_curves_are_not_drawn_on_own_input_or_of_code_that_does_not_compile(grade_source: Grade) -> None:
    report, _ = grade_source(RIGHT, CHANGES, mode="run", own_input="double(3)")
    assert report.curves is None
    report, _ = grade_source("def double(x:\n", CHANGES)
    assert (report.verdict, report.curves) == ("CE", None)


@pytest.mark.bubblewrap
@pytest.mark.parametrize(
    ("solution", "verdict"),
    [
        ("def double(x):\n    if x == 4:\n        raise ValueError\n    return 2 * x\n", "AC"),
        ("def double(x):\n    if x == 4:\n        __import__('os')._exit(0)\n    return 2 * x\n", "AC"),
        ("def double(x):\n    while x == 4:\n        pass\n    return 2 * x\n", "AC"),
        (
            "import sys\n"
            "def double(x):\n"
            "    if 'curves' in sys.modules:\n"
            "        sys.modules['curves'].curves = list\n"
            "        return 'x' * 10**6\n"
            "    return 2 * x\n",
            "AC",
        ),
        ("def double(x):\n    return x if x == -3 else object()\n", "WA"),
        ("def double(x):\n    raise KeyError\n", "RE"),
    ],
)
def test_verdict_stands_and_the_curve_before_alone_when_code_does_not_train(
    solution: str, verdict: str, grade_source: Grade
) -> None:
    report, _ = grade_source(solution, CHANGES)
    assert (report.verdict, report.curves) == (verdict, {"Loss": BEFORE})


@pytest.mark.bubblewrap
def test_curves_are_left_out_after_a_case_that_ran_out_of_time(grade_source: Grade) -> None:
    report, _ = grade_source("def double(x):\n    while x == -3:\n        pass\n    return 2 * x\n", CHANGES)
    assert (report.verdict, report.curves) == ("TLE", None)


@pytest.mark.bubblewrap
@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({}, []),
        ({"curves.toml": None}, ["what the starter gives is not recorded: python -m graders curves double"]),
        (
            {"curves.toml": recording({"Loss": {0: 1, 2: 3, 4: 6}})},
            ["'Loss': the starter gives other values now: python -m graders curves double"],
        ),
        (
            {"curves.toml": recording({"Cost": {0: 1, 2: 3, 4: 5}})},
            [
                "records other curves than curves.py gives of the starter: python -m graders curves double",
                "accepted/plain.py: 'Cost' has no number at step 0",
            ],
        ),
        (
            {"starter.py": RIGHT, "curves.toml": recording({"Loss": {0: 0, 2: 4, 4: 8}})},
            ["accepted/plain.py: 'Loss' is the same with it as with the starter"],
        ),
    ],
)
def test_verify_says_what_is_wrong_with_curves(
    changes: dict[str, str | None], words: list[str], pool: Pool, tmp_path: Path
) -> None:
    package = loaded(write_package(tmp_path, {**CHANGES, **changes}))
    assert [told for told, _, _ in check_curves(package, pool)] == words
