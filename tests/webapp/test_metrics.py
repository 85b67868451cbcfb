"""/metrics is not public."""

import pytest
from django.test import Client

from graders import heartbeat
from graders.messages import Heartbeat
from tests.webapp.making import make_submission


def test_figures_for_this_machine(alice, problem, broker):
    make_submission(alice, problem)
    make_submission(alice, problem, verdict="AC")
    heartbeat.write(broker, heartbeat.key("host", 1), Heartbeat(queues=["run"], ready=True))
    lines = Client().get("/metrics").text.splitlines()

    assert 'readyroom_submissions{mode="grade",state="queued",verdict=""} 1.0' in lines
    assert 'readyroom_submissions{mode="grade",state="done",verdict="AC"} 1.0' in lines
    assert 'readyroom_graders{ready="true"} 1.0' in lines
    assert any(line.startswith("django_http_requests_total_by_method_total") for line in lines)


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
