"""Whole reports, one per verdict and kind, compared with those in tests/golden/reports.

After a change that is meant: READYROOM_GOLDEN=write python -m pytest tests/graders/test_golden.py, and read the diff.
"""

from __future__ import annotations

import json
import os
import re
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from graders.report import SCHEMA_FILE
from sandboxes import Pool, open_pool
from tests.graders.conftest import GOLDEN, grade_job, loaded

pytestmark = pytest.mark.bubblewrap
SUBMISSIONS = sorted((GOLDEN / "packages").glob("*/*/submissions/*/*.py"))
NAMES = [f"{p.parents[2].name}/{p.parent.name}/{p.stem}" for p in SUBMISSIONS]


def normalised(report: dict[str, Any]) -> dict[str, Any]:
    """The report without what differs from run to run or machine to machine."""
    report["engine"] = dict.fromkeys(report["engine"], "…")
    report["package"]["digest"] = "sha256:…"
    for part in (report, *report["cases"]):
        part["time_s"] = part["memory_bytes"] = 0
        part.pop("cpu_s", None)
    return report


@pytest.mark.parametrize("path", SUBMISSIONS, ids=NAMES)
def test_the_report_is_the_golden_one(path: Path, pool: Pool) -> None:
    report, _ = grade_job(loaded(path.parents[2]), pool, path.read_text())
    data = report.json_dict()
    Draft202012Validator(json.loads(SCHEMA_FILE.read_text())).validate(data)
    golden = GOLDEN / "reports" / path.parents[2].name / f"{path.parent.name}-{path.stem}.json"
    text = json.dumps(normalised(data), indent=1, ensure_ascii=False) + "\n"
    if os.environ.get("READYROOM_GOLDEN") == "write":
        golden.parent.mkdir(parents=True, exist_ok=True)
        golden.write_text(text)
    assert json.loads(text) == json.loads(golden.read_text())


def test_every_verdict_has_a_golden_report():
    reports = [json.loads(file.read_text()) for file in (GOLDEN / "reports").rglob("*.json")]
    assert {report["verdict"] for report in reports} == {"AC", "PA", "WA", "TLE", "MLE", "OLE", "RE", "CE"}


def test_golden_reports_belong_to_submissions():
    files = {str(file.relative_to(GOLDEN / "reports")) for file in (GOLDEN / "reports").rglob("*.json")}
    assert files == {re.sub(r"/(\w+)/([^/]+)$", r"/\1-\2.json", name) for name in NAMES}


@pytest.mark.docker
def test_docker_cells_give_the_same_verdicts(tmp_path, monkeypatch):
    monkeypatch.setenv("READYROOM_DATA", str(tmp_path))
    package = loaded(GOLDEN / "packages/golden/add-up")
    with open_pool("docker", sizes={"python": 2}) as docker:
        given = {
            s.name: str(grade_job(package, docker, s.path.read_text())[0].verdict)
            for s in package.submissions
        }
    assert given == {submission.name: str(submission.verdict) for submission in package.submissions}
