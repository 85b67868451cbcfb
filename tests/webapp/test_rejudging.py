"""Staged rejudges: graded beside the results, seen, applied or dropped; one verdict at any moment."""

import base64
import json
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from graders import heartbeat
from graders.messages import EventBatch, Heartbeat, Job
from tests.webapp.making import events_of_a_grade, make_report, make_submission, make_version
from webapp.broker import queue_length
from webapp.practice.domain import regrading
from webapp.practice.domain.recording import record
from webapp.practice.domain.refusals import Refused
from webapp.practice.domain.rejudging import Applied, Choice, apply, drop, stage, standing
from webapp.practice.domain.sweeping import sweep
from webapp.practice.models import Regrade, Rejudge, Submission

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def wrong(alice, problem):
    """Alice's, graded WA with 62 points, with its report."""
    row = make_submission(alice, problem, verdict="WA")
    row.report = make_report(row)
    row.save()
    return row


def staged(*rows, current=False):
    return stage(Submission.objects.filter(pk__in=[row.pk for row in rows]), "a checker was wrong", current)


def reported(regrade, verdict, attempt=1):
    """The events of a grader that has graded it."""
    row = Submission(pk=regrade.pk, problem=regrade.submission.problem, version=regrade.version, mode="grade")
    return EventBatch.model_validate({"events": events_of_a_grade(row, verdict, attempt)})


def regraded(rejudge, verdict):
    for row in rejudge.rows.select_related("submission__problem__set", "version"):
        record(reported(row, verdict))


def waiting(broker):
    """The jobs on the queue of grades, by priority."""
    low = f"grade{chr(6)}{chr(22)}9"
    return broker.llen("grade"), broker.llen(low)


def verdict_of(submission):
    row = Submission.objects.get(pk=submission.pk)
    return row.state, row.verdict, row.score


def test_staged_rejudge_is_graded_beside_and_shows_what_would_change(wrong, alice, problem):
    other = make_submission(alice, problem, verdict="AC", score=100.0)
    rejudge = staged(wrong, other)
    regraded(rejudge, "AC")

    found = standing(rejudge)
    assert (found.total, found.open, found.same, dict(found.changes)) == (2, 0, 1, {("WA", "AC"): 1})
    assert verdict_of(wrong) == ("done", "WA", 62.0)
    assert wrong.events.count() == 0


def test_applying_replaces_the_result_and_keeps_the_old_one(wrong, dana):
    rejudge = staged(wrong)
    regraded(rejudge, "AC")
    before = Submission.objects.get(pk=wrong.pk)

    assert apply(rejudge.pk, dana) == Applied(changed=1, overtaken=0)
    assert verdict_of(wrong) == ("done", "AC", 100.0)
    after, row = Submission.objects.get(pk=wrong.pk), rejudge.rows.get()
    assert (after.passed, after.report["verdict"], after.finished_at) == (4, "AC", before.finished_at)
    assert row.replaced["report"] == before.report
    assert (row.replaced["verdict"], row.replaced["score"], row.replaced["digest"]) == (
        "WA",
        62.0,
        before.version.digest,
    )
    assert Rejudge.objects.get().closed_by == dana


def test_applying_again_or_dropping_afterwards_is_refused_and_changes_nothing(wrong):
    rejudge = staged(wrong)
    regraded(rejudge, "AC")
    apply(rejudge.pk)
    for decide in (apply, drop):
        with pytest.raises(Refused, match="is applied already"):
            decide(rejudge.pk)

    assert verdict_of(wrong) == ("done", "AC", 100.0)


def test_nothing_is_applied_while_something_is_open(wrong, alice, problem):
    other = make_submission(alice, problem, verdict="WA")
    rejudge = staged(wrong, other)
    record(reported(rejudge.rows.get(submission=wrong), "AC"))
    with pytest.raises(Refused, match="1 submissions are not graded yet"):
        apply(rejudge.pk)

    assert verdict_of(wrong) == ("done", "WA", 62.0)


def test_result_that_has_changed_meanwhile_stands(wrong):
    first, second = staged(wrong), staged(wrong)
    regraded(first, "AC")
    regraded(second, "RE")
    apply(first.pk)

    assert apply(second.pk) == Applied(changed=0, overtaken=1)
    assert verdict_of(wrong) == ("done", "AC", 100.0)
    assert second.rows.get().replaced is None


def test_fault_of_ours_never_replaces_a_verdict(wrong):
    rejudge = staged(wrong)
    regraded(rejudge, "IE")

    assert standing(rejudge).failed == 1
    assert apply(rejudge.pk) == Applied(changed=0, overtaken=0)
    assert verdict_of(wrong) == ("done", "WA", 62.0)


def test_current_version_is_graded_under_and_comes_with_the_result(wrong, problem):
    problem.current = make_version(problem)
    problem.save()
    rejudge = staged(wrong, current=True)
    regraded(rejudge, "AC")
    apply(rejudge.pk)

    row = Submission.objects.get(pk=wrong.pk)
    assert row.version == problem.current
    assert row.report["package"]["digest"] == problem.current.digest


def test_events_recorded_twice_or_of_a_dead_worker_give_one_result(wrong):
    rejudge = staged(wrong)
    row = rejudge.rows.select_related("submission__problem__set", "version").get()
    record(reported(row, "AC", attempt=2))
    first = Regrade.objects.values().get()
    record(reported(row, "AC", attempt=2))
    record(reported(row, "RE", attempt=1))

    assert Regrade.objects.values().get() == first


def test_jobs_wait_behind_everything_else_and_only_a_few_at_a_time(alice, problem, broker, monkeypatch):
    monkeypatch.setattr(regrading, "WINDOW", 2)
    rejudge = staged(*(make_submission(alice, problem, verdict="WA", seed=9) for _ in range(3)))

    assert (regrading.advance(), regrading.advance()) == (2, 0)
    assert waiting(broker) == (0, 2)
    assert queue_length("grade", regrading.LOWEST) == 2
    record(reported(rejudge.rows.exclude(queued_at=None).first(), "AC"))
    assert regrading.advance() == 1
    assert sweep().requeued == []


def test_job_names_the_regrade_and_not_the_submission(wrong, broker):
    row = staged(wrong).rows.get()
    regrading.advance()
    message = json.loads(broker.lpop(f"grade{chr(6)}{chr(22)}9"))
    job = Job.model_validate(_arguments(message))

    assert (job.submission, job.package, job.seed, job.mode) == (
        row.pk,
        wrong.version.digest,
        wrong.seed,
        "grade",
    )
    assert message["properties"]["priority"] == 9


def _arguments(message):
    return json.loads(base64.b64decode(message["body"]))[0][0]


def test_regrade_whose_grader_died_is_tried_again_and_ends_as_our_fault_after_three(wrong, broker):
    rejudge = staged(wrong)
    heartbeat.write(broker, heartbeat.key("host", 1), Heartbeat(queues=["grade"], ready=True))
    attempts = []
    regrading.advance()
    for _ in range(4):
        Regrade.objects.update(reported_at=timezone.now() - timedelta(seconds=16))
        regrading.advance()
        row = Regrade.objects.get()
        attempts.append((row.attempt, row.verdict))

    assert attempts == [(2, ""), (3, ""), (3, "IE"), (3, "IE")]
    assert standing(rejudge).failed == 1
    assert verdict_of(wrong) == ("done", "WA", 62.0)


def test_regrade_that_the_broker_forgot_is_published_again_without_an_attempt(wrong, broker):
    staged(wrong)
    regrading.advance()
    broker.flushall()
    Regrade.objects.update(queued_at=timezone.now() - timedelta(seconds=31))

    assert regrading.advance() == 1
    assert (Regrade.objects.get().attempt, waiting(broker)) == (1, (0, 1))


def test_dropped_rejudge_queues_nothing_more(wrong, broker):
    rejudge = staged(wrong)
    drop(rejudge.pk)

    assert regrading.advance() == 0
    assert waiting(broker) == (0, 0)


@pytest.mark.parametrize(
    ("choice", "fits"),
    [
        ({"verdicts": ("WA",)}, ["WA"]),
        ({"verdicts": ("RE", "AC")}, ["AC"]),
        ({"problem": "streaming-top-k/most-watched-videos"}, ["AC", "WA"]),
        ({"problem": "streaming-top-k/another"}, []),
        ({"since": timezone.now() - timedelta(hours=1)}, ["AC"]),
        ({"until": timezone.now() - timedelta(hours=1), "verdicts": ("AC",)}, []),
        ({"digest": "sha256:zz"}, []),
    ],
)
def test_submissions_are_chosen_by_what_is_given(alice, problem, choice, fits):
    make_submission(alice, problem, verdict="WA", created_at=timezone.now() - timedelta(hours=2))
    make_submission(alice, problem, verdict="AC")

    assert sorted(Choice(**choice).rows().values_list("verdict", flat=True)) == fits


def test_runs_and_unfinished_submissions_are_never_staged(alice, problem):
    make_submission(alice, problem)
    make_submission(alice, problem, mode="run", verdict="AC")
    with pytest.raises(Refused, match="No finished submission fits"):
        stage(Submission.objects.all(), "whatever", current=False)

    assert Rejudge.objects.count() == 0


def told(capsys, *words):
    call_command("rejudge", *words)
    return capsys.readouterr().out


def test_command_stages_shows_and_applies(wrong, capsys):
    staged_as = json.loads(told(capsys, "--json", "stage", "--reason", "a bug", "--verdict", "WA"))
    rejudge = Rejudge.objects.get(pk=staged_as["id"])
    regraded(rejudge, "AC")

    assert told(capsys, "show", str(rejudge.pk)).splitlines() == [
        f"rejudge {rejudge.pk}, staged: 1 of 1 graded, 0 the same",
        "  WA → AC: 1",
        f"  {wrong.pk} WA 62.0 → AC 100.0",
    ]
    assert told(capsys, "apply", str(rejudge.pk)) == "1 changed, 0 had another result by now and keep it.\n"
    with pytest.raises(CommandError, match="is applied already"):
        told(capsys, "drop", str(rejudge.pk))


@pytest.mark.parametrize(
    ("words", "error"),
    [
        (["stage", "--reason", "x"], "Name at least one of"),
        (["stage", "--reason", " ", "--verdict", "WA"], "Say why"),
        (["stage", "--reason", "x", "--since", "yesterday"], "is no date such as"),
        (["show", "99"], "There is no rejudge 99"),
    ],
)
def test_command_says_what_is_wrong(wrong, words, error):
    with pytest.raises(CommandError, match=error):
        call_command("rejudge", *words)


def test_operators_stage_and_apply_on_their_pages(wrong, dana, as_user):
    client = as_user(dana)
    chosen = {"action": "rejudge_same", "_selected_action": [str(wrong.pk)]}
    page = client.post("/admin/practice/submission/", chosen, follow=True)
    assert "1 are graded again" in page.text
    rejudge = Rejudge.objects.get()
    regraded(rejudge, "AC")
    shown = client.get(f"/admin/practice/rejudge/{rejudge.pk}/change/").text
    assert "WA → AC: 1" in shown
    assert f"/admin/practice/submission/{wrong.pk}/change/" in shown
    decided = {"action": "let_count", "_selected_action": [str(rejudge.pk)]}
    assert "1 changed" in client.post("/admin/practice/rejudge/", decided, follow=True).text
    assert verdict_of(wrong) == ("done", "AC", 100.0)


def test_staff_without_the_permission_decide_nothing(wrong, bob, as_user):
    bob.is_staff = True
    bob.save()
    rejudge = staged(wrong)
    regraded(rejudge, "AC")
    as_user(bob).post(
        "/admin/practice/rejudge/", {"action": "let_count", "_selected_action": [str(rejudge.pk)]}
    )

    assert verdict_of(wrong) == ("done", "WA", 62.0)


def test_person_reads_that_the_result_was_replaced_and_why(wrong, alice, as_user):
    rejudge = staged(wrong)
    regraded(rejudge, "AC")
    page = f"/submissions/{wrong.pk}/"
    assert "Graded again" not in as_user(alice).get(page).text
    apply(rejudge.pk)

    text = as_user(alice).get(page).text
    assert "a checker was wrong. Before, it was" in text
    assert "with 62 points" in text
