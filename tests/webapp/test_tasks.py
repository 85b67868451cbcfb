"""The site's Celery worker on a real broker: events in, rows out, wake-ups sent."""

import time
from contextlib import contextmanager

import pytest
from celery.contrib.testing.worker import start_worker
from django.db import transaction

from graders.messages import EventBatch
from tests.webapp.making import event, events_of_a_grade, make_submission
from webapp.celery import app
from webapp.practice import tasks
from webapp.practice.domain.recording import record
from webapp.practice.models import Submission, SubmissionEvent
from webapp.practice.signals import verdict_recorded

pytestmark = pytest.mark.django_db(transaction=True)


@contextmanager
def worker():
    """Takes from the queues that the site's worker takes from."""
    with start_worker(
        app, pool="threads", perform_ping_check=False, queues=["events", "site"], shutdown_timeout=10
    ):
        yield


def until(condition, seconds=10):
    ends = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < ends, "it did not happen in time"
        time.sleep(0.02)


def send(name, *args, queue):
    app.send_task(name, args=args, queue=queue)


def test_grader_events_become_the_verdict_and_wake_streams(alice, problem, broker):
    row = make_submission(alice, problem)
    pubsub = broker.pubsub()
    pubsub.psubscribe("readyroom:submission:*")
    pubsub.get_message(timeout=1)
    with worker():
        send("practice.record", {"format": 1, "events": events_of_a_grade(row)}, queue="events")
        until(lambda: Submission.objects.get(pk=row.pk).state == "done")
    woken = pubsub.get_message(timeout=1)
    pubsub.close()

    assert Submission.objects.get(pk=row.pk).verdict == "WA"
    assert woken["channel"].decode() == f"readyroom:submission:{row.pk}"


def test_streams_are_woken_before_anything_else_is_done_about_a_verdict(alice, problem, broker):
    row = make_submission(alice, problem)
    pubsub = broker.pubsub()
    pubsub.psubscribe("readyroom:submission:*")
    pubsub.get_message(timeout=1)
    heard = []

    def slow(sender, **_):
        transaction.on_commit(lambda: heard.append(pubsub.get_message(timeout=1)))

    verdict_recorded.connect(slow)
    try:
        record(EventBatch.model_validate({"events": events_of_a_grade(row)}))
    finally:
        verdict_recorded.disconnect(slow)
        pubsub.close()

    assert [message["channel"].decode() for message in heard] == [f"readyroom:submission:{row.pk}"]


def test_batch_that_makes_no_sense_is_dropped_and_does_not_block_the_next(alice, problem, broker):
    row = make_submission(alice, problem)
    with worker():
        send("practice.record", {"events": "nonsense"}, queue="events")
        send("practice.record", {"events": [event(row, 1, "starting", cases=4)]}, queue="events")
        until(lambda: SubmissionEvent.objects.exists())

    assert Submission.objects.get(pk=row.pk).state == "starting"
    assert broker.llen("events") == 0
    assert broker.hlen("unacked") == 0


def test_same_batch_delivered_twice_is_recorded_once(alice, problem, broker):
    row = make_submission(alice, problem)
    with worker():
        for _ in range(2):
            send("practice.record", {"events": events_of_a_grade(row)}, queue="events")
        until(lambda: broker.llen("events") == 0 and broker.hlen("unacked") == 0)

    assert SubmissionEvent.objects.count() == 6


def test_sweep_runs_as_a_task(alice, problem, broker):
    row = make_submission(alice, problem, queued_at=None)
    Submission.objects.update(created_at=row.created_at.replace(year=2020))
    with worker():
        send("practice.sweep", queue="site")
        until(lambda: broker.llen("grade") == 1)

    assert Submission.objects.get(pk=row.pk).queued_at is not None


def test_sweep_without_broker_is_no_error(alice, problem):
    make_submission(alice, problem, queued_at=None)

    tasks.sweep_submissions()


def test_beat_sweeps_every_five_seconds():
    assert app.conf.beat_schedule["practice.sweep"]["schedule"] == 5.0
    assert app.tasks["practice.sweep"].name == "practice.sweep"


def test_broker_holds_messages_longer_than_the_longest_grade():
    from graders.package.manifest import CaseLimits

    longest = CaseLimits.model_fields["total_wall_s"].metadata
    assert app.conf.broker_transport_options["visibility_timeout"] >= max(
        limit.le for limit in longest if hasattr(limit, "le")
    )
