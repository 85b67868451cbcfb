"""The sweep finds what got lost and leaves alone what is being worked on."""

from datetime import timedelta

import pytest
import redis
from django.utils import timezone

from graders import heartbeat
from graders.messages import Heartbeat
from tests.webapp.making import make_submission
from webapp.practice.domain.sweeping import Swept, sweep
from webapp.practice.models import Submission

pytestmark = pytest.mark.django_db(transaction=True)


def ago(seconds):
    return timezone.now() - timedelta(seconds=seconds)


def facts(submission):
    row = Submission.objects.get(pk=submission.pk)
    return row.state, row.attempt, row.verdict


def grader(broker, *busy, ready=True, queues=("run", "grade")):
    beat = Heartbeat(queues=list(queues), ready=ready, busy=[s.pk for s in busy], slots=2)
    heartbeat.write(broker, heartbeat.key("host", 1), beat)


def test_row_that_the_broker_never_took_is_published_as_the_same_attempt(alice, problem, broker):
    row = make_submission(alice, problem, queued_at=None, created_at=ago(5))
    grader(broker)

    assert sweep() == Swept(published=[row.pk])
    assert facts(row) == ("queued", 1, "")
    assert broker.llen("grade") == 1
    assert Submission.objects.get(pk=row.pk).queued_at is not None


def test_row_that_was_stored_a_moment_ago_is_left_to_its_request(alice, problem, broker):
    make_submission(alice, problem, queued_at=None)

    assert sweep() == Swept()


def test_lost_message_is_queued_again_as_the_next_attempt_when_a_grader_lives(alice, problem, broker):
    row = make_submission(alice, problem, queued_at=ago(11), created_at=ago(11))
    grader(broker)

    assert sweep() == Swept(requeued=[row.pk])
    assert facts(row) == ("queued", 2, "")
    assert broker.llen("grade") == 1


def test_lost_message_without_grader_costs_no_attempt_however_often(alice, problem, broker):
    row = make_submission(alice, problem, queued_at=ago(11), created_at=ago(11))
    for _ in range(5):
        assert sweep() == Swept(published=[row.pk])
        broker.delete("grade")  # the broker forgets again
        Submission.objects.update(queued_at=ago(11))

    assert facts(row) == ("queued", 1, "")


def test_message_that_still_waits_is_left_alone(alice, problem, broker):
    make_submission(alice, problem, queued_at=ago(600), created_at=ago(600))
    broker.lpush("grade", "its message")
    grader(broker)

    assert sweep() == Swept()


def test_message_that_was_overtaken_is_lost_even_if_the_queue_is_never_empty(alice, bob, problem, broker):
    lost = make_submission(alice, problem, queued_at=ago(60), created_at=ago(60))
    make_submission(bob, problem, queued_at=ago(20), created_at=ago(20), started_at=ago(1), reported_at=ago(1),
                    state="running")  # fmt: skip
    broker.lpush("grade", "somebody else's")
    grader(broker)

    assert sweep() == Swept(requeued=[lost.pk])


def test_submission_that_a_grader_works_on_is_left_alone_however_long(alice, problem, broker):
    row = make_submission(
        alice, problem, state="running", queued_at=ago(900), started_at=ago(890), reported_at=ago(890)
    )
    grader(broker, row)

    assert sweep() == Swept()


def test_submission_whose_grader_died_becomes_the_next_attempt(alice, problem, broker):
    row = make_submission(alice, problem, state="running", started_at=ago(30), reported_at=ago(16))

    assert sweep() == Swept(requeued=[row.pk])
    assert facts(row) == ("queued", 2, "")


def test_submission_that_was_reported_on_just_now_is_left_alone(alice, problem, broker):
    make_submission(alice, problem, state="starting", started_at=ago(30), reported_at=ago(14))

    assert sweep() == Swept()


def test_submission_that_kills_every_grader_ends_as_our_fault(alice, problem, broker):
    row = make_submission(alice, problem, state="running", started_at=ago(30), reported_at=ago(16), attempt=3)
    sweep()

    assert facts(row) == ("done", 3, "IE")
    assert Submission.objects.get(pk=row.pk).fault == (
        "This could not be graded: the grader failed 3 times while working on it. That is our fault or the machine's, "
        "not a verdict on your code. Nothing is lost; you can submit it again."
    )
    assert broker.llen("grade") == 0


def test_finished_submissions_are_never_touched(alice, problem, broker):
    make_submission(alice, problem, verdict="WA", reported_at=ago(900), queued_at=ago(900))

    assert sweep() == Swept()


def test_runs_are_looked_for_in_their_own_queue(alice, problem, broker):
    row = make_submission(alice, problem, mode="run", queued_at=ago(11), created_at=ago(11))
    broker.lpush("grade", "a grade")

    assert sweep() == Swept(published=[row.pk])
    assert broker.llen("run") == 1


def test_without_broker_nothing_changes(alice, problem):
    row = make_submission(alice, problem, state="running", started_at=ago(900), reported_at=ago(900))
    with pytest.raises(redis.ConnectionError):
        sweep()

    assert facts(row) == ("running", 1, "")
