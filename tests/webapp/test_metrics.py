"""/metrics is not public."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from graders import heartbeat
from graders.messages import CellCount, EventBatch, Heartbeat
from tests.webapp.making import events_of_a_grade, make_submission
from webapp.practice.domain.faults import end
from webapp.practice.domain.recording import record


def test_figures_for_this_machine(alice, problem, broker):
    make_submission(alice, problem)
    make_submission(alice, problem, verdict="AC")
    heartbeat.write(broker, heartbeat.key("host", 1), Heartbeat(queues=["run"], ready=True))
    lines = Client().get("/metrics").text.splitlines()

    assert 'readyroom_submissions{mode="grade",state="queued",verdict=""} 1.0' in lines
    assert 'readyroom_submissions{mode="grade",state="done",verdict="AC"} 1.0' in lines
    assert 'readyroom_graders{ready="true"} 1.0' in lines
    assert any(line.startswith("django_http_requests_total_by_method_total") for line in lines)


def test_queues_tell_their_depth_and_how_long_the_oldest_waits(alice, problem, broker):
    now = timezone.now()
    make_submission(alice, problem, created_at=now - timedelta(seconds=90))
    make_submission(alice, problem, created_at=now - timedelta(seconds=5))
    broker.rpush("grade", "a", "b")
    broker.rpush(f"grade{chr(6)}{chr(22)}9", "c")
    lines = Client().get("/metrics").text.splitlines()

    assert 'readyroom_queue_depth{priority="usual",queue="grade"} 2.0' in lines
    assert 'readyroom_queue_depth{priority="lowest",queue="grade"} 1.0' in lines
    assert 'readyroom_queue_depth{priority="usual",queue="events"} 0.0' in lines
    assert 'readyroom_queue_age_seconds{queue="run"} 0.0' in lines
    (age,) = (
        float(line.split()[1])
        for line in lines
        if line.startswith('readyroom_queue_age_seconds{queue="grade"}')
    )
    assert 90 <= age < 120


def test_graders_tell_their_cells(db, broker):
    cells = {"python": CellCount(warm=3, busy=1)}
    heartbeat.write(broker, heartbeat.key("host", 1), Heartbeat(queues=["run"], ready=True, cells=cells))
    lines = Client().get("/metrics").text.splitlines()

    assert 'readyroom_cells{grader="host:1",image="python",state="warm"} 3.0' in lines
    assert 'readyroom_cells{grader="host:1",image="python",state="busy"} 1.0' in lines


@pytest.mark.django_db(transaction=True)
def test_each_verdict_is_counted_once_with_the_time_it_took(alice, problem, broker):
    row = make_submission(alice, problem, created_at=timezone.now() - timedelta(seconds=20))
    lost = make_submission(alice, problem, created_at=timezone.now() - timedelta(seconds=4000))
    batch = EventBatch.model_validate({"events": events_of_a_grade(row, "AC")})
    record(batch)
    record(batch)
    end(lost.pk, 1, "gone")
    end(lost.pk, 1, "gone")
    lines = Client().get("/metrics").text.splitlines()

    assert 'readyroom_verdicts_total{mode="grade",verdict="AC"} 1.0' in lines
    assert 'readyroom_verdicts_total{mode="grade",verdict="IE"} 1.0' in lines
    assert 'readyroom_verdict_seconds_bucket{le="10.0",mode="grade"} 0.0' in lines
    assert 'readyroom_verdict_seconds_bucket{le="30.0",mode="grade"} 1.0' in lines
    assert 'readyroom_verdict_seconds_bucket{le="1800.0",mode="grade"} 1.0' in lines
    assert 'readyroom_verdict_seconds_bucket{le="+Inf",mode="grade"} 2.0' in lines
    assert 'readyroom_verdict_seconds_count{mode="grade"} 2.0' in lines


@pytest.mark.parametrize(
    ("token", "headers", "address", "status"),
    [
        ("", {}, "127.0.0.1", 200),
        ("", {}, "203.0.113.9", 403),
        ("", {"X-Forwarded-For": "203.0.113.9"}, "127.0.0.1", 403),
        ("s3cret", {}, "127.0.0.1", 403),
        ("s3cret", {"Authorization": "Bearer wrong"}, "127.0.0.1", 403),
        ("s3cret", {"Authorization": "Bearer s3cret"}, "203.0.113.9", 200),
    ],
)
def test_who_may_see_them(db, settings, token, headers, address, status):
    settings.METRICS_TOKEN = token

    assert Client(REMOTE_ADDR=address).get("/metrics", headers=headers).status_code == status


def test_without_broker_the_rest_is_still_there(alice, problem):
    make_submission(alice, problem)

    assert "readyroom_submissions{" in Client().get("/metrics").text
