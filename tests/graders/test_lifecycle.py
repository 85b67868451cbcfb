"""A worker takes jobs once it has a sandbox, and makes sure that it does."""

import socket
import subprocess
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
import redis
from celery import Celery

from graders import lifecycle
from graders.faults import InfrastructureFault
from graders.lifecycle import Worker, consume
from sandboxes import Pool
from tests.graders.test_worker import wait_for

pytestmark = [pytest.mark.bubblewrap]


@pytest.fixture
def broker_url(tmp_path: Path) -> Iterator[str]:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = ["redis-server", "--port", str(port), "--save", "", "--dir", str(tmp_path)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    link = redis.Redis(port=port)

    def answers() -> bool:
        try:
            return bool(link.ping())
        except redis.ConnectionError:
            return False

    wait_for(answers, "the broker")
    yield f"redis://127.0.0.1:{port}/0"
    process.terminate()
    process.wait()


@pytest.mark.parametrize("stop", [False, True])
def test_consume_that_no_worker_answers_is_a_fault(broker_url, monkeypatch, stop):
    monkeypatch.setattr(lifecycle, "ANSWER_S", 0.3)
    with pytest.raises(InfrastructureFault, match="the worker did not answer"):
        consume(Celery("nobody", broker=broker_url), "grader@nowhere", "grade", stop)


def test_keeper_asks_again_after_the_worker_did_not_answer(broker_url, pool: Pool, monkeypatch):
    monkeypatch.setattr(lifecycle, "LOOK_AGAIN_S", 0.01)
    worker, asked = Worker(["grade"], 1, redis.Redis.from_url(broker_url)), []
    worker._pool = pool

    def begin() -> None:
        asked.append(len(asked))
        if len(asked) == 1:
            raise InfrastructureFault("the worker did not answer")
        worker._stop.set()

    worker.keep_sandbox(begin, lambda: asked.append("ceased"))
    assert asked == [0, 1]
