"""Verdicts on code as evidence: once each, weighed by attempt and hints, and found again when they got lost."""

from datetime import timedelta

import pytest
from django.utils import timezone

from graders.messages import EventBatch
from tests.webapp.making import events_of_a_grade, make_problem, make_submission
from webapp.practice.domain.recording import record
from webapp.practice.models import GivenUp, HintReveal
from webapp.readiness.domain import observing
from webapp.readiness.domain.estimating import array
from webapp.readiness.models import Evidence, Step
from webapp.readiness.tasks import sweep_verdicts, take_verdict

pytestmark = pytest.mark.django_db


@pytest.fixture
def graded(alice, problem):
    """Makes graded submissions of Alice's, a minute apart."""
    begun, made = timezone.now() - timedelta(hours=1), []

    def grade(verdict="AC", **more):
        made.append(None)
        at = begun + timedelta(minutes=len(made))
        more = {"created_at": at, "finished_at": at + timedelta(seconds=3)} | more
        return make_submission(alice, problem, verdict=verdict, **more)

    return grade


def weight():
    """How far the newest piece moved coding."""
    return array(Step.objects.latest("number").moved)[0]


def test_a_verdict_becomes_evidence_once(graded, alice, problem):
    submission = graded()
    take_verdict(str(submission.pk))
    take_verdict(str(submission.pk))

    evidence = Evidence.objects.get()
    assert (evidence.user, evidence.kind, evidence.problem) == (alice, "code", problem.current)
    assert (evidence.category, evidence.at) == (1, submission.finished_at)
    assert evidence.topics == {"coding": 0.8, "system-design": 0.2}
    assert evidence.facts == {
        "verdict": "AC", "attempt": 1, "hints": 0, "passed": 17, "total": 24, "norm_minutes": 25,
    }  # fmt: skip
    assert weight() > 0


def test_later_attempts_weigh_less_and_say_which_they_are(graded):
    for verdict in ("WA", "WA", "AC"):
        observing.verdict(graded(verdict))

    assert [(p.category, p.facts["attempt"]) for p in Evidence.objects.all()] == [(0, 1), (0, 2), (1, 3)]
    first, second, third = (array(step.moved)[0] for step in Step.objects.all())
    assert first < second < 0 < third < -first


def test_hints_take_from_what_an_accepted_submission_says(graded, alice, bob, problem):
    observing.verdict(graded())
    plain = weight()
    for position in (1, 2):
        HintReveal.objects.create(
            user=bob, problem=problem, position=position, created_at=timezone.now() - timedelta(hours=2)
        )
    observing.verdict(make_submission(bob, problem, verdict="AC"))

    assert Evidence.objects.get(user=bob).facts["hints"] == 2
    assert 0 < array(Step.objects.get(user=bob).moved)[0] < 0.75 * plain


def test_the_time_of_one_sitting_is_held_against_the_norm(graded, alice, problem):
    begun = timezone.now() - timedelta(hours=2)
    make_submission(alice, problem, mode="run", verdict="AC", created_at=begun)
    observing.verdict(graded("AC", created_at=begun + timedelta(minutes=20)))

    evidence = Evidence.objects.get()
    assert (evidence.facts["minutes"], evidence.category, evidence.categories) == (20.0, 2, 3)


def test_time_over_several_days_says_nothing(graded, alice, problem):
    begun = timezone.now() - timedelta(days=2)
    make_submission(alice, problem, mode="run", verdict="AC", created_at=begun)
    observing.verdict(graded())

    assert "minutes" not in Evidence.objects.get().facts


@pytest.mark.parametrize("verdict", ["CE", "IE", "CANCELLED"])
def test_what_says_nothing_of_the_candidate_is_no_evidence(graded, verdict):
    assert observing.verdict(graded(verdict)) is None


def test_a_run_is_no_evidence(graded):
    assert observing.verdict(graded(mode="run")) is None


def test_after_solving_or_giving_up_nothing_counts(graded, alice, problem):
    observing.verdict(graded())
    assert observing.verdict(graded("WA")) is None

    other = make_problem("other")
    GivenUp.objects.create(user=alice, problem=other, created_at=timezone.now() - timedelta(hours=3))
    assert observing.verdict(make_submission(alice, other, verdict="AC")) is None
    assert Evidence.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_recording_a_verdict_queues_it_as_evidence_once_it_is_committed(graded, broker):
    submission = graded("", state="queued", finished_at=None)
    record(EventBatch.model_validate({"events": events_of_a_grade(submission, "AC")}))

    assert broker.llen("site") == 1
    assert str(submission.pk).encode() in broker.lrange("site", 0, -1)[0]
    record(EventBatch.model_validate({"events": events_of_a_grade(submission, "WA", attempt=2)}))
    assert broker.llen("site") == 1


@pytest.mark.django_db(transaction=True)
def test_a_verdict_is_recorded_while_the_broker_is_away_and_the_sweep_finds_it(graded):
    submission = graded("", state="queued", finished_at=None)
    record(EventBatch.model_validate({"events": events_of_a_grade(submission, "AC")}))
    submission.refresh_from_db()
    assert (submission.verdict, Evidence.objects.count()) == ("AC", 0)

    sweep_verdicts()
    sweep_verdicts()
    assert [piece.source for piece in Evidence.objects.all()] == [f"submission:{submission.pk}"]


def test_the_sweep_takes_lost_verdicts_in_their_order(graded):
    first, second = graded("WA"), graded("AC")
    sweep_verdicts()

    assert [piece.source for piece in Evidence.objects.order_by("number")] == [
        f"submission:{first.pk}", f"submission:{second.pk}",
    ]  # fmt: skip
