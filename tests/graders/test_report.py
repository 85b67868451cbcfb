"""The report as a document: schema, audiences, what an event may tell."""

from __future__ import annotations

import json

import pytest
from jsonschema import Draft202012Validator

from graders.report import SCHEMA_FILE, Report, case_event, for_audience, schema
from tests.graders.conftest import GOLDEN

REPORTS = sorted((GOLDEN / "reports").rglob("*.json"))


def test_the_schema_in_the_tree_is_the_generated_one():
    assert json.loads(SCHEMA_FILE.read_text()) == schema()
    Draft202012Validator.check_schema(schema())


@pytest.mark.parametrize("file", REPORTS, ids=lambda file: f"{file.parent.name}/{file.stem}")
def test_a_report_survives_its_own_model(file):
    data = json.loads(file.read_text())
    data["engine"]["seed"] = 5
    again = Report.model_validate(data).json_dict()
    for row in (*data["cases"], *again["cases"]):
        row.pop("cpu_s", None)
    assert again == data


def seen_by(audience):
    data = json.loads((GOLDEN / "reports/add-up/run_time_error-divides.json").read_text())
    data["engine"]["seed"] = 5
    for row in data["cases"]:
        row["stdout"] = f"seen in {row['number']}"
    return for_audience(data, audience)


def test_candidates_see_values_of_visible_cases_and_of_the_first_that_failed():
    report = seen_by("candidate")
    failed = [row["number"] for row in report["cases"] if row["verdict"] != "AC"]
    shown = [row["number"] for row in report["cases"] if row["input"]]
    assert failed[0] == 3
    assert shown == [1, 2, 3]
    assert report["engine"]["seed"] is None
    assert {row["stdout"] for row in report["cases"] if row["hidden"] and row["number"] != 3} == {""}
    assert report["cases"][2]["error"]["type"] == "ZeroDivisionError"
    assert report["cases"][2]["stdout"] == "seen in 3"


@pytest.mark.parametrize("audience", ["instructor", "operator"])
def test_instructors_and_operators_see_everything(audience):
    report = seen_by(audience)
    assert report["engine"]["seed"] == 5
    assert [row["stdout"] for row in report["cases"]] == [
        f"seen in {n}" for n in range(1, report["total"] + 1)
    ]


def test_a_live_event_tells_no_value_and_no_words_about_one():
    report = Report.model_validate(
        {
            **json.loads((GOLDEN / "reports/add-up/run_time_error-divides.json").read_text()),
            "engine": _engine(),
        }
    )
    data = case_event(report.cases[2])
    assert set(data) == {"number", "group", "hidden", "verdict", "time_s", "cpu_s", "memory_bytes", "message"}
    assert data["message"] == {"id": "re.raised", "text": "Run-time error"}


def _engine():
    return {"version": "1", "started": "2026-01-01T00:00:00+00:00", "finished": "2026-01-01T00:00:01+00:00"}
