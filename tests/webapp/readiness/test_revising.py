"""A rejudge that changes a verdict changes the evidence of it, and the estimate as if it had always been so."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.webapp.making import make_report, make_submission, make_version
from webapp.practice.domain.rejudging import apply, stage
from webapp.practice.models import Submission
from webapp.readiness.domain import observing, remembering
from webapp.readiness.domain.estimating import array, rebuild
from webapp.readiness.domain.owning import erase
from webapp.readiness.domain.revising import replaced, revise
from webapp.readiness.models import Evidence, Memory, Step
from webapp.readiness.tasks import retake_verdicts, sweep_verdicts, take_verdict

pytestmark = pytest.mark.django_db


@pytest.fixture
def history(alice, problem):
    """Alice's graded submissions with these verdicts, a minute apart, taken as evidence."""
    begun = timezone.now() - timedelta(hours=1)

    def make(*verdicts):
        rows = []
        for minute, verdict in enumerate(verdicts):
            at = begun + timedelta(minutes=minute)
            more = {"created_at": at, "finished_at": at + timedelta(seconds=3)}
            rows.append(make_submission(alice, problem, verdict=verdict, **more))
            take_verdict(str(rows[-1].pk))
        return rows

    return make


def rejudged(row, verdict, **more):
    """A rejudge of one submission, graded and applied."""
    rejudge = stage(Submission.objects.filter(pk=row.pk), "a checker was wrong", False)
    graded = Submission(pk=row.pk, problem=row.problem, version=row.version, mode="grade", verdict=verdict)
    rejudge.rows.update(
        verdict=verdict, score=100.0 if verdict == "AC" else 0.0, finished_at=timezone.now(),
        report=make_report(graded) | {"verdict": verdict}, **more,
    )  # fmt: skip
    assert apply(rejudge.pk).changed == 1


def log_of(user):
    return [(p.number, p.source, p.category, p.facts["attempt"]) for p in Evidence.objects.filter(user=user)]


def steps_of(user):
    rows = Step.objects.filter(user=user).order_by("number")
    return [(row.number, bytes(row.mean), bytes(row.covariance), bytes(row.moved)) for row in rows]


def test_the_evidence_of_a_replaced_verdict_is_replaced_in_its_place(alice, history):
    (row,) = history("WA")
    before = array(Step.objects.get().moved)[0]
    rejudged(row, "AC")
    retake_verdicts([str(row.pk)])

    evidence = Evidence.objects.get()
    assert log_of(alice) == [(1, f"submission:{row.pk}", 1, 1)]
    assert (evidence.facts["verdict"], evidence.facts["rejudged"], evidence.at) == (
        "AC",
        True,
        row.finished_at,
    )
    assert before < 0 < array(Step.objects.get().moved)[0]


def test_the_estimate_is_the_one_that_the_right_verdict_would_have_given(alice, bob, history):
    (row,) = history("WA")
    rejudged(row, "AC")
    revise([row.pk])
    same = make_submission(
        bob, row.problem, verdict="AC", created_at=row.created_at, finished_at=row.finished_at
    )
    observing.verdict(same)

    assert steps_of(alice) == steps_of(bob)
    as_revised = steps_of(alice)
    rebuild(alice)
    assert steps_of(alice) == as_revised


def test_what_was_handed_in_after_a_solution_that_now_counts_leaves_the_log(alice, history):
    first, *_ = history("WA", "WA", "AC")
    rejudged(first, "AC")
    revise([first.pk])

    assert log_of(alice) == [(1, f"submission:{first.pk}", 1, 1)]


def test_a_solution_that_is_taken_back_lets_later_attempts_count(alice, history):
    first, second = history("AC", "AC")
    assert log_of(alice) == [(1, f"submission:{first.pk}", 1, 1)]
    rejudged(first, "WA")
    revise([first.pk])

    assert log_of(alice) == [(1, f"submission:{first.pk}", 0, 1), (2, f"submission:{second.pk}", 1, 2)]


def test_what_no_longer_compiles_says_nothing(alice, history):
    (row,) = history("WA")
    rejudged(row, "CE")
    revise([row.pk])

    assert (log_of(alice), steps_of(alice)) == ([], [])


def test_a_solution_taken_back_is_no_longer_reviewed(alice, history):
    (row,) = history("AC")
    assert Memory.objects.get().problem == row.problem
    rejudged(row, "WA")
    revise([row.pk])
    assert not Memory.objects.exists()

    rejudged(Submission.objects.get(), "AC")
    revise([row.pk])
    assert remembering.memories_of(alice) == [Memory.objects.get()]


def test_revising_again_changes_nothing(alice, history):
    first, _ = history("WA", "WA")
    rejudged(first, "TLE")
    assert revise([first.pk]) == 1
    before = steps_of(alice), log_of(alice)

    assert revise([first.pk, first.pk]) == 0
    assert (steps_of(alice), log_of(alice)) == before


def test_the_sweep_finds_a_rejudge_that_the_broker_lost(alice, history):
    (row,) = history("WA")
    rejudged(row, "AC")
    assert replaced(timezone.now() - timedelta(minutes=1)) == [row.pk]
    sweep_verdicts()

    assert log_of(alice) == [(1, f"submission:{row.pk}", 1, 1)]


def test_a_rejudge_brings_nothing_back_that_was_erased(alice, history):
    (row,) = history("WA")
    erase(alice, timezone.now())
    rejudged(row, "AC")
    revise([row.pk])

    assert (log_of(alice), Memory.objects.count()) == ([], 0)


def test_others_keep_their_evidence(alice, bob, history):
    (row,) = history("WA")
    theirs = make_submission(bob, row.problem, verdict="WA")
    take_verdict(str(theirs.pk))
    before = steps_of(bob), log_of(bob)
    rejudged(row, "AC")
    revise([row.pk])

    assert (steps_of(bob), log_of(bob)) == before


def test_the_evidence_names_the_version_that_it_was_graded_under_now(alice, history, problem):
    (row,) = history("WA")
    problem.current = make_version(problem, digest="sha256:" + "b" * 64)
    problem.save()
    rejudged(row, "AC", version=problem.current)
    revise([row.pk])

    assert Evidence.objects.get().problem == problem.current


@pytest.mark.django_db(transaction=True)
def test_applying_a_rejudge_queues_the_revision_once_it_is_committed(broker, alice, problem):
    row = make_submission(alice, problem, verdict="WA")
    rejudged(row, "AC")

    (job,) = broker.lrange("site", 0, -1)
    assert b"readiness.retake_verdicts" in job
    assert str(row.pk).encode() in job
