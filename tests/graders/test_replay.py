"""An old submission graded again: the same report, or what differs, in words and exit status."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graders.cli import replay as command
from graders.replay import Change, Record, changes, engines, replay
from graders.report import Report
from graders.store import Store
from graders.verdict import Verdict
from tests.graders.conftest import GOLDEN, grade_job, loaded
from tests.graders.packages import FILES, write_package

FRESH = (
    FILES["cases.py"] + "\n\ndef fresh(rng):\n    yield Case(args=(rng.randrange(10**9),), group='more')\n"
)
WRONG = "def double(x):\n    print(x)\n    return x + 2\n"
GOLDEN_REPORT = json.loads(next((GOLDEN / "reports").rglob("*.json")).read_text())


def report_of(**more):
    return Report.model_validate({**GOLDEN_REPORT, "engine": {**GOLDEN_REPORT["engine"], "seed": 1}, **more})


@pytest.fixture
def graded(tmp_path, pool):
    """A package with fresh cases, and the record of a wrong submission to it."""
    package = loaded(write_package(tmp_path, {"cases.py": FRESH}))
    report, _ = grade_job(package, pool, WRONG, seed=41)
    files = {"solution.py": WRONG}
    return package, Record(
        submission=report.submission,
        mode="grade",
        package=package.digest,
        files=files,
        seed=41,
        report=report,
    )


@pytest.mark.bubblewrap
def test_same_files_seed_and_version_give_the_same_report(graded, pool):
    package, record = graded
    again = replay(record, package, pool)
    assert changes(record.report, again) == []
    assert engines(record.report, again) == []
    assert again.cases[2].stdout == record.report.cases[2].stdout != ""


@pytest.mark.bubblewrap
def test_another_seed_is_another_report_and_says_where(graded, pool):
    package, record = graded
    again = replay(record.model_copy(update={"seed": 42}), package, pool)
    found = {change.where for change in changes(record.report, again)}
    assert {"cases[3].stdout", "cases[2].stdout"} & found == {"cases[3].stdout"}
    assert [str(change) for change in engines(record.report, again)] == ["engine.seed: 41 → 42"]


@pytest.mark.bubblewrap
@pytest.mark.parametrize(
    ("old", "status", "first"),
    [
        ({}, 0, "the same: 00000000-0000-0000-0000-000000000001: WA, 0 of 100 points, 1 of 3 cases"),
        (
            {"verdict": Verdict.AC},
            1,
            "differs: 00000000-0000-0000-0000-000000000001: WA, 0 of 100 points, 1 of 3 cases",
        ),
    ],
)
def test_command_tells_by_its_status_whether_the_report_is_the_same(
    graded, tmp_path, capsys, old, status, first
):
    package, record = graded
    Store(tmp_path / "store").put(package.path)
    file = tmp_path / "record.json"
    file.write_text(
        record.model_copy(update={"report": record.report.model_copy(update=old)}).model_dump_json()
    )

    assert command.run(file, None, tmp_path / "store", as_json=False) == status
    assert capsys.readouterr().out.splitlines()[0] == first
    assert command.run(file, package.path, None, as_json=True) == status
    told = json.loads(capsys.readouterr().out)
    assert told["same"] is (status == 0)
    assert [change["where"] for change in told["changes"]] == [*old]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("{", "is no exported submission: the whole: Invalid JSON"),
        ('{"submission": 3}', "is no exported submission: submission: UUID input should be"),
    ],
)
def test_file_that_is_no_record_is_refused_in_words(tmp_path, capsys, text, words):
    file = tmp_path / "record.json"
    file.write_text(text)
    assert command.run(file, None, tmp_path, as_json=False) == 2
    assert words in capsys.readouterr().err


def test_version_that_is_not_stored_or_another_one_is_refused(tmp_path, capsys):
    package = loaded(write_package(tmp_path))
    other = "sha256:" + "0" * 64
    record = Record(
        submission=report_of().submission, mode="grade", package=other, files={}, report=report_of()
    )
    file = tmp_path / "record.json"
    file.write_text(record.model_dump_json())
    assert command.run(file, None, tmp_path, as_json=False) == 2
    assert "is not in the store" in capsys.readouterr().err
    assert command.run(file, package.path, None, as_json=False) == 2
    assert f"{package.path} is {package.digest}, but" in capsys.readouterr().err


def test_times_memory_and_attempt_are_no_difference():
    old, new = report_of(), report_of(attempt=2, time_s=9.0, memory_bytes=5)
    for row in new.cases:
        row.time_s = row.cpu_s = 3.0
        row.memory_bytes = 1
    assert changes(old, new) == []


@given(st.sampled_from(["stdout", "stderr", "note", "group"]), st.integers(0, 3), st.text("ab", min_size=1))
def test_whatever_else_differs_is_found_at_its_place(field, place, more):
    old, new = report_of(), report_of()
    row = new.cases[place % len(new.cases)]
    setattr(row, field, getattr(row, field) + more)
    before = getattr(old.cases[row.number - 1], field)
    assert changes(old, new) == [Change(f"cases[{row.number}].{field}", before, before + more)]


def test_of_growth_only_what_came_out_is_compared():
    row = {
        "call": "f()",
        "size": "n",
        "asked": "n",
        "group": "more",
        "when_slower": "flag",
        "state": "slower",
    }

    def told(exponent, state="slower"):
        measured = {**row, "exponent": exponent, "in_words": f"n^{exponent}", "state": state}
        return report_of(growth=[measured], message={"id": "growth.flag", "text": f"Right, but n^{exponent}"})

    assert changes(told(1.9), told(2.1)) == []
    assert changes(told(1.9), told(1.9, "held")) == [Change("growth[1].state", "slower", "held")]


def test_row_that_is_gone_is_a_change_of_that_row():
    old, new = report_of(), report_of()
    gone = new.cases.pop()
    assert changes(old, new) == [Change(f"cases[{gone.number}]", old.json_dict()["cases"][-1], "nothing")]
