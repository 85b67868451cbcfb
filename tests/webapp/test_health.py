"""/health/live and /health/ready."""

from unittest.mock import patch

from django.db import DatabaseError, connection
from django.test import Client

from graders import heartbeat
from graders.messages import Heartbeat


def test_live_asks_nobody(db, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert Client().get("/health/live").json() == {"status": "live"}


def test_ready_with_everything(db, broker):
    beat = Heartbeat(queues=["run", "grade"], ready=True, slots=2, backend="bubblewrap")
    heartbeat.write(broker, heartbeat.key("host", 1), beat)
    response = Client().get("/health/ready")

    body = response.json()
    assert (response.status_code, body["status"]) == (200, "ready")
    assert body["parts"]["database"]["vendor"] == connection.vendor
    assert body["parts"]["graders"] == {
        "ok": True, "connected": 1, "ready": 1, "slots": 2, "backends": ["bubblewrap"], "reasons": [],
    }  # fmt: skip


def test_grader_without_sandbox_degrades_and_says_why(db, broker):
    beat = Heartbeat(queues=["run"], ready=False, reason="Install bubblewrap.")
    heartbeat.write(broker, heartbeat.key("host", 1), beat)
    response = Client().get("/health/ready")

    assert (response.status_code, response.json()["status"]) == (200, "degraded")
    assert response.json()["parts"]["graders"]["reasons"] == ["Install bubblewrap."]


def test_gpu_runner_alone_degrades(db, broker):
    heartbeat.write(broker, heartbeat.key("host", 1), Heartbeat(queues=["gpu"], ready=True))

    graders = Client().get("/health/ready").json()["parts"]["graders"]
    assert (graders["ok"], graders["ready"]) == (False, 1)
    assert graders["reasons"] == ["Only GPU runners or graders of runs are connected; submissions wait."]


def test_no_grader_degrades(db, broker):
    assert Client().get("/health/ready").json()["parts"]["graders"] == {
        "ok": False, "connected": 0, "ready": 0, "slots": 0, "backends": [], "reasons": ["No grader is connected."],
    }  # fmt: skip


def test_without_broker_it_is_not_ready(db):
    response = Client().get("/health/ready")

    assert (response.status_code, response.json()["status"]) == (503, "unready")
    assert response.json()["parts"]["broker"] == {"ok": False, "reason": "The broker cannot be reached."}


def test_without_database_it_is_not_ready(db, broker):
    with patch.object(connection, "cursor", side_effect=DatabaseError):
        response = Client().get("/health/ready")

    assert response.status_code == 503
    assert response.json()["parts"]["database"] == {"ok": False, "reason": "The database does not answer."}
