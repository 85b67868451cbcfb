"""Grading designs: progress, runs of another size, and simulators that fail."""

from __future__ import annotations

import shutil

import pytest

from graders.messages import Kind
from graders.report import case_event
from graders.verdict import Verdict
from tests.graders.conftest import GOLDEN, grade_job, loaded

pytestmark = pytest.mark.bubblewrap
KNOBS = GOLDEN / "packages/golden/two-knobs"
GOOD = (KNOBS / "submissions/accepted/balanced.py").read_text()


@pytest.fixture
def knobs(tmp_path):
    """A function that copies the package with the simulator changed, and loads it."""

    def changed(old="", new=""):
        path = shutil.copytree(KNOBS, tmp_path / "golden" / "two-knobs")
        text = (path / "simulator.py").read_text()
        assert old in text
        (path / "simulator.py").write_text(text.replace(old, new, 1))
        return loaded(path)

    return changed


def test_progress_is_told_between_start_and_case(knobs, pool):
    slow = "import time\n    for done in range(3):\n        time.sleep(0.15)\n        progress(done, 3)\n    progress(case["
    report, events = grade_job(knobs("progress(case[", slow), pool, GOOD)
    kinds = [event.kind for event in events]
    assert kinds[0] == Kind.STARTING
    assert kinds[-2:] == [Kind.CASE, Kind.DONE]
    told = [event.data for event in events if event.kind is Kind.PROGRESS]
    assert told[0] == {"done": 0, "total": 3}
    assert len(told) == 3  # the fourth follows at once and is not worth a message
    assert events[-2].data == case_event(report.cases[0])


def test_a_run_simulates_fewer_requests_and_counts_for_nothing(knobs, pool):
    package = knobs()
    run, _ = grade_job(package, pool, GOOD, mode="run")
    graded, _ = grade_job(package, pool, GOOD)
    assert (run.design["requests"], run.score, run.points, run.verdict) == (50, 0, 0, Verdict.AC)
    assert (graded.design["requests"], graded.score, graded.points) == (1000, 100, 100)
    assert [row.in_words for row in graded.objectives] == ["met, just", "met, 20 points above"]


def test_a_run_on_own_traffic_simulates_that_traffic(knobs, pool):
    report, _ = grade_job(knobs(), pool, GOOD, mode="run", own_input="design({'rate': 77, 'own': True})")
    assert report.cases[0].input.text == "design({'rate': 77, 'own': True})"
    assert report.verdict is not Verdict.CANCELLED


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("design(", "Line 1, column 7: Not a Python call: '(' was never closed"),
        ("design({}, 2)", "Line 1, column 1: design takes at most 1 values: design(traffic: dict) -> dict"),
    ],
)
def test_own_traffic_that_cannot_be_read_is_refused(knobs, pool, text, why):
    report, _ = grade_job(knobs(), pool, GOOD, mode="run", own_input=text)
    assert (report.verdict, report.message.id, report.message.text) == (
        Verdict.CANCELLED,
        "input.refused",
        why,
    )


def test_own_traffic_that_the_simulator_refuses_says_nothing_of_the_design(knobs, pool):
    package = knobs("hits = min", "raise InvalidDesign('traffic.rate', 'must be positive')\n    hits = min")
    report, _ = grade_job(package, pool, GOOD, mode="run", own_input="design({'rate': -1})")
    assert (report.verdict, report.message.text) == (Verdict.CANCELLED, "traffic.rate: must be positive")


def test_a_design_that_raises_is_the_candidates(knobs, pool):
    report, _ = grade_job(knobs(), pool, "def design(traffic):\n    return traffic['rat']\n")
    assert (report.verdict, report.message.text) == (Verdict.RE, "Raised KeyError: 'rat' (line 2, in design)")
    assert [row.in_words for row in report.objectives] == ["not measured", "not measured"]


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        (
            "hits = min",
            "hits = 1 / 0 or min",
            "the simulator raised ZeroDivisionError: division by zero at simulator.py:11",
        ),
        ('"hit_rate": {', '"hits": {', "the simulator does not measure hit_rate"),
        (
            '"remarks"',
            '"notes"',
            "simulate() must return a dict with measured, stages, latency, remarks, requests, seconds",
        ),
    ],
)
def test_a_simulator_that_fails_is_ours(knobs, pool, old, new, words):
    report, _ = grade_job(knobs(old, new), pool, GOOD)
    assert (report.verdict, report.message.id) == (Verdict.IE, "ie.package")
    assert words in report.message.text
