"""What of a result reaches its candidate while feedback is narrowed: no figure, no value, by any way."""

import json

import pytest
from django.urls import reverse

from tests.webapp.making import CANARY, events_of_a_grade, make_report, make_submission
from tests.webapp.teaching.making import make_assignment, make_cohort
from webapp.accounts.domain import tokens
from webapp.practice.domain.progress import progress_of
from webapp.practice.domain.reports import report_for_candidate
from webapp.practice.domain.streaming import _messages, look
from webapp.practice.models import Submission, SubmissionEvent
from webapp.readiness.domain.observing import verdict

pytestmark = pytest.mark.django_db
FIGURES = ("score", "points", "passed", "total", "time_s", "memory_bytes")


@pytest.fixture
def narrowed(alice, problem):
    """A graded submission of which the verdict alone is told; its figures are odd enough to be found."""
    row = make_submission(alice, problem, verdict="WA", told="verdict")
    Submission.objects.filter(pk=row.pk).update(
        score=61.75, points=98.25, passed=7717, total=8818, time_s=0.0737, memory_bytes=77 << 20
    )
    row.refresh_from_db()
    row.report = make_report(row, "WA", passed=7717, total=8818, score=61.75)
    row.save()
    for event in events_of_a_grade(row):
        SubmissionEvent.objects.create(
            submission=row, attempt=1, number=event["number"], kind=event["kind"],
            data={k: v for k, v in event["data"].items() if k != "report"},
        )  # fmt: skip
    return row


def test_report_holds_the_verdict_alone(narrowed):
    report = report_for_candidate(narrowed)
    assert (report["verdict"], report["cases"], report["groups"], report["message"]) == ("WA", [], [], None)
    assert [report[name] for name in FIGURES] == [0.0, 0.0, 0, 0, 0.0, 0.0]
    assert [report[name] for name in ("smaller", "growth", "curves", "objectives", "design", "error")] == [
        None
    ] * 6


def test_stream_tells_no_case_and_no_figure(narrowed):
    found = look(narrowed.pk, (0, 0))
    assert found.events == []
    assert [found.summary[name] for name in FIGURES] == [None] * 6
    assert "7717" not in "".join(_messages(found, None))


def test_no_page_and_no_answer_holds_a_figure(narrowed, alice, problem, as_user):
    client, token = as_user(alice), tokens.issue(alice, "script", 1)[1]
    other = make_submission(alice, problem, verdict="AC")
    places = [
        problem.get_absolute_url(), narrowed.get_absolute_url(), reverse("practice:result", args=[narrowed.pk]),
        reverse("practice:submissions", args=[problem.set.slug, problem.slug]),
        reverse("practice:compare", args=[narrowed.pk, other.pk]), reverse("catalog:index"),
    ]  # fmt: skip
    bodies = [client.get(place).content.decode() for place in places]
    for place in ("/api/v1/submissions", f"/api/v1/submissions/{narrowed.pk}", "/api/v1/problems"):
        bodies.append(client.get(place, headers={"Authorization": f"Bearer {token}"}).content.decode())
    for body in bodies:
        for figure in ("7717", "8818", "61.75", "61.8", "98.2", "77 MiB", "74 ms", "0.0737"):
            assert figure not in body


def test_evidence_holds_no_figure(narrowed):
    facts = verdict(narrowed).facts
    assert ("passed" in facts, "total" in facts, facts["verdict"]) == (False, False, "WA")


def test_progress_takes_no_figure_from_it(narrowed, alice):
    assert progress_of(alice)[narrowed.problem_id].best is None


def test_kind_tells_which_cases_failed_without_values(alice, problem):
    row = make_submission(alice, problem, verdict="WA", told="kind")
    row.report = make_report(row, "WA")
    report = report_for_candidate(row)
    assert [case["verdict"] for case in report["cases"]] == ["AC", "AC", "WA", "WA"]
    text = json.dumps(report)
    assert ("shown" not in text, CANARY not in text, report["passed"]) == (True, True, 2)


def test_run_is_told_whole(alice, problem):
    row = make_submission(alice, problem, mode="run", verdict="AC", told="verdict")
    row.report = make_report(row, "AC", mode="run")
    assert len(report_for_candidate(row)["cases"]) == 4


def test_gradebook_of_a_candidate_is_their_own(alice, bob, dana, problem, as_user):
    made = make_assignment(make_cohort(dana, alice, bob), problem)
    place = reverse("teaching:attempts", args=[made.pk, 1, bob.pk])
    assert as_user(alice).get(place).status_code == 403
