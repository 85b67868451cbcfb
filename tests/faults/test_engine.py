"""The Docker engine dies under a submission: the grader says so, takes nothing more, and goes on when it is back."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest
import redis
from celery.exceptions import Reject

from graders import lifecycle, tasks
from graders.messages import Event, EventBatch, Kind
from graders.store import Store
from tests.faults.engine import Engine, own_engine
from tests.faults.people import RIGHT
from tests.faults.stage import wait_for
from tests.faults.test_cells import CASES, STEADY
from tests.graders.packages import write_package
from tests.graders.test_worker import Broker

pytestmark = [
    pytest.mark.docker,
    pytest.mark.slow,
    pytest.mark.skipif(os.geteuid() != 0, reason="root's rights are needed to start dockerd"),
]
IMAGE = "readyroom-sandbox-python"


@pytest.fixture
def engine() -> Iterator[Engine]:
    """An engine that may be killed."""
    with own_engine(IMAGE) as started:
        yield started


@pytest.fixture
def broker(tmp_path: Path) -> Iterator[redis.Redis]:
    """Where the worker leaves its heartbeat."""
    server = Broker(tmp_path)
    yield server.client
    server.stop()
    server.client.close()


def test_engine_that_is_killed_costs_one_attempt_and_what_waits_costs_none(
    engine: Engine, broker: redis.Redis, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in {"DOCKER_HOST": engine.host, "SANDBOX": "docker"}.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("READYROOM_DATA", str(tmp_path))
    monkeypatch.setattr(lifecycle, "LOOK_AGAIN_S", 0.2)
    digest = Store(tmp_path / "packages").put(write_package(tmp_path / "problems", {"cases.py": CASES}))
    worker = lifecycle.Worker(["grade"], 1, broker)
    worker.sizes = {"python": 1}
    told: list[Event] = []
    log: list[str] = []
    monkeypatch.setattr(tasks, "send", lambda batch: _keep(batch, told, log))
    lifecycle.install(worker)
    keeper = threading.Thread(
        target=worker.keep_sandbox, args=(lambda: log.append("begin"), lambda: log.append("cease"))
    )
    keeper.start()
    try:
        wait_for(lambda: log == ["begin"], "a sandbox")
        tasks.work(_job(digest, RIGHT, 1))  # its cases are made
        assert _verdicts(told) == ["AC"]

        first, log[:] = _job(digest, STEADY, 1), []
        grading = threading.Thread(target=tasks.work, args=(first,))
        grading.start()
        wait_for(lambda: worker._busy, "a grade that runs")
        engine.kill()
        grading.join()
        # What the site hears comes after the last job was taken: it may queue the next attempt at once.
        assert log == ["cease", Kind.FAULT]
        assert (told[-1].data["id"], told[-1].data["retry"]) == ("ie.sandbox", True)
        assert worker.reason is not None
        assert "no engine answers" in worker.reason

        waiting = _job(digest, RIGHT, 1)
        with pytest.raises(Reject, match="no engine answers"):
            tasks.work(waiting)
        assert log == ["cease", Kind.FAULT]

        engine.start()
        wait_for(lambda: log[-1] == "begin", "a sandbox again")
        for again in ({**first, "attempt": 2}, waiting):
            tasks.work(again)
        assert _verdicts(told) == ["AC", "AC", "AC"]
    finally:
        worker.stop()
        keeper.join()
        lifecycle.install(None)


def _job(digest: str, source: str, attempt: int) -> dict[str, object]:
    files = {"solution.py": source}
    return {
        "submission": str(uuid4()),
        "attempt": attempt,
        "mode": "grade",
        "package": digest,
        "files": files,
    }


def _keep(batch: EventBatch, told: list[Event], log: list[str]) -> None:
    told += batch.events
    log += [event.kind for event in batch.events if event.kind is Kind.FAULT]


def _verdicts(told: list[Event]) -> list[str]:
    return [event.data["report"]["verdict"] for event in told if event.kind is Kind.DONE]
