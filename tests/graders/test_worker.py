"""Graders as Celery workers on a real broker: jobs in, events out, and what happens when things are missing."""

from __future__ import annotations

import base64
import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
import redis
from celery import Celery

from graders import heartbeat
from graders.app import LONGEST_GRADE_S
from graders.app import app as grader_app
from graders.diagnostics import Diagnostics
from graders.formats.archive import write_zip
from graders.messages import EVENTS_QUEUE, EventBatch, Heartbeat
from graders.package.loader import load_package
from graders.package.manifest import CaseLimits
from graders.store import Store
from tests.graders.packages import write_package

pytestmark = [pytest.mark.bubblewrap, pytest.mark.slow]
ROOT = Path(__file__).resolve().parents[2]
RIGHT = "def double(x):\n    return 2 * x\n"


class Broker:
    """A redis-server of our own that can go away and come back."""

    def __init__(self, folder: Path) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.folder, self.url = folder, f"redis://127.0.0.1:{self.port}/0"
        self.client = redis.Redis.from_url(self.url, socket_timeout=60)
        self.start()

    def start(self) -> None:
        command = ["redis-server", "--port", str(self.port), "--save", "", "--dir", str(self.folder)]
        self.process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
        wait_for(self.answers, "the broker")

    def answers(self) -> bool:
        try:
            return bool(self.client.ping())
        except redis.ConnectionError:
            return False

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait(10)

    def send(
        self,
        package: str,
        source: str,
        attempt: int = 1,
        submission: str | None = None,
        queue: str = "grade",
    ) -> str:
        submission = submission or str(uuid4())
        job = {
            "submission": submission,
            "attempt": attempt,
            "mode": "grade",
            "package": package,
            "queue": queue,
            "later": "field",
        }
        app = Celery(broker=self.url, set_as_current=False)
        app.send_task("graders.grade", [{**job, "files": {"solution.py": source}}], queue=queue)
        app.close()
        return submission

    def send_trial(self, archive: str, source: str, attempt: int = 1, digest: str = "") -> str:
        """A draft as a zip in base 64, with code to grade; the id that its events name."""
        submission = str(uuid4())
        job = {
            "submission": submission,
            "attempt": attempt,
            "mode": "grade",
            "queue": "grade",
            "package": digest,
        }
        draft = {"set": "tests", "problem": "double", "archive": archive, "files": {"solution.py": source}}
        app = Celery(broker=self.url, set_as_current=False)
        app.send_task("graders.try_draft", [job | draft], queue="grade")
        app.close()
        return submission

    def events(
        self, until: str = "done", seconds: float = 30, task: str = "practice.record"
    ) -> list[dict[str, Any]]:
        """Events up to one of a kind, all of which are sent to that task of the site's."""
        found: list[dict[str, Any]] = []
        end = time.monotonic() + seconds
        while not any(event["kind"] == until for event in found):
            item = self.client.blpop([EVENTS_QUEUE], timeout=max(0.01, end - time.monotonic()))
            assert item is not None, f"no event {until}, only {[event['kind'] for event in found]}"
            message = json.loads(item[1])
            assert message["headers"]["task"] == task
            args = json.loads(base64.b64decode(message["body"]))[0]
            found += EventBatch.model_validate(args[0]).model_dump(mode="json")["events"]
        return found

    def beats(self) -> list[Heartbeat]:
        return heartbeat.read(self.client)


def wait_for(condition: Callable[[], Any], what: str, seconds: float = 40) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, f"{what}: not within {seconds} s"
        time.sleep(0.1)


@pytest.fixture
def broker(tmp_path: Path) -> Iterator[Broker]:
    started = Broker(tmp_path)
    yield started
    started.stop()
    started.client.close()


@pytest.fixture
def digest(tmp_path: Path) -> str:
    return Store(tmp_path / "store").put(write_package(tmp_path / "problems"))


@contextlib.contextmanager
def worker(
    broker: Broker, folder: Path, queues: str = "run,grade", **environment: str
) -> Iterator[subprocess.Popen[bytes]]:
    """A grader worker; it must end by itself when asked to."""
    command = [
        sys.executable,
        "-m",
        "celery",
        "-A",
        "graders.app",
        "worker",
        "-Q",
        queues,
        "-P",
        "threads",
    ]
    given = {**os.environ, "REDIS_URL": broker.url, "PACKAGE_STORE": str(folder / "store")}
    given |= {
        "READYROOM_DATA": str(folder / "data"),
        "SANDBOX": "bubblewrap",
        "C_FORCE_ROOT": "1",
        **environment,
    }
    with (folder / "worker.log").open("ab") as log:
        process = subprocess.Popen(
            [*command, "--without-gossip", "--without-mingle"], cwd=ROOT, env=given, stdout=log, stderr=log
        )
    try:
        yield process
        process.send_signal(signal.SIGTERM)
        assert process.wait(30) == 0
    finally:
        if process.poll() is None:
            process.kill()
            process.wait()


@pytest.fixture(scope="module")
def serving(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Broker, str]]:
    """A broker with a worker behind it, for tests that leave both as they find them, and a package's digest."""
    folder = tmp_path_factory.mktemp("serving")
    digest, broker = Store(folder / "store").put(write_package(folder / "problems")), Broker(folder)
    with worker(broker, folder):
        yield broker, digest
    assert broker.beats() == []
    broker.stop()
    broker.client.close()


@pytest.mark.xdist_group("a grader that serves")
def test_a_job_is_graded_once_and_told_in_order(serving):
    broker, digest = serving
    submission = broker.send(digest, RIGHT)
    events = broker.events()
    assert [event["kind"] for event in events] == ["starting", "case", "case", "done"]
    assert [event["number"] for event in events] == [1, 2, 3, 4]
    assert {event["submission"] for event in events} == {submission}
    assert events[-1]["data"]["report"]["verdict"] == "AC"

    (beat,) = broker.beats()
    assert (beat.ready, beat.reason, beat.backend, beat.queues) == (
        True,
        None,
        "bubblewrap",
        ["grade", "run"],
    )

    broker.send(digest, RIGHT, submission=submission)  # a redelivery of the same attempt
    other = broker.send(digest, "def double(x):\n    return x * x\n")
    events = broker.events()
    assert {event["submission"] for event in events} == {other}
    assert events[-1]["data"]["report"]["verdict"] == "WA"


@pytest.mark.xdist_group("a grader that serves")
def test_a_package_that_is_not_stored_is_our_fault_and_tried_three_times(serving):
    broker, _ = serving
    missing = "sha256:" + "0" * 64
    for attempt, retry in ((1, True), (3, False)):
        broker.send(missing, RIGHT, attempt)
        (fault,) = broker.events(until="fault")
        assert (fault["data"]["id"], fault["data"]["retry"]) == ("ie.package_missing", retry)


@pytest.mark.xdist_group("a grader that serves")
def test_a_trial_is_graded_against_the_draft_that_comes_with_it(serving, tmp_path):
    broker, _ = serving
    tripled = {"submissions/accepted/plain.py": "def double(x):\n    return 3 * x\n"}
    package = load_package(write_package(tmp_path, tripled), Diagnostics())
    assert package is not None
    files = {f"tests/double/{name}": data for name, data in package.files.items()}
    archive = base64.b64encode(write_zip(files)).decode()
    verdicts = {}
    for source in (tripled["submissions/accepted/plain.py"], RIGHT):
        submission = broker.send_trial(archive, source, digest=package.digest)
        events = broker.events(task="authoring.record_trial")
        assert {event["submission"] for event in events} == {submission}
        report = events[-1]["data"]["report"]
        verdicts[source] = (report["verdict"], report["package"]["digest"])
    assert verdicts == {
        tripled["submissions/accepted/plain.py"]: ("AC", package.digest),
        RIGHT: ("WA", package.digest),
    }

    broker.send_trial(archive, RIGHT, digest="sha256:" + "0" * 64)
    (fault,) = broker.events(until="fault", task="authoring.record_trial")
    assert (fault["data"]["id"], fault["data"]["retry"]) == ("ie.package_missing", True)


def test_without_a_sandbox_nothing_is_consumed_until_there_is_one(broker, digest, tmp_path):
    environment = tmp_path / "sandbox-env"
    broker.send(digest, RIGHT)
    with worker(broker, tmp_path, SANDBOX_ENV=str(environment)):
        wait_for(lambda: any(beat.reason and "sandbox" in beat.reason for beat in broker.beats()), "a reason")
        (beat,) = broker.beats()
        assert not beat.ready
        assert broker.client.llen("grade") == 1
        real = Path(os.environ.get("SANDBOX_ENV") or ROOT / ".sandbox-env")
        environment.symlink_to(real, target_is_directory=True)
        assert broker.events()[-1]["data"]["report"]["verdict"] == "AC"
        wait_for(lambda: broker.beats()[0].ready, "a heartbeat that says ready")


@pytest.mark.skipif(Path("/dev/nvidiactl").exists(), reason="this machine has a driver")
def test_a_gpu_runner_without_its_device_takes_nothing_and_names_what_it_lacks(broker, digest, tmp_path):
    broker.send(digest, RIGHT, queue="gpu")
    with worker(broker, tmp_path, queues="gpu"):
        wait_for(lambda: any(beat.reason != "starting" for beat in broker.beats()), "a reason")
        (beat,) = broker.beats()
        assert (beat.ready, beat.queues, beat.devices) == (False, ["gpu"], [])
        assert beat.reason is not None
        assert beat.reason.startswith("device nodes: there is no /dev/nvidiactl")
        assert broker.client.llen("gpu") == 1


@pytest.mark.xdist_group("a grader that serves")
def test_a_grader_of_other_queues_leaves_what_waits_for_a_gpu_runner(serving):
    broker, digest = serving
    broker.send(digest, RIGHT, queue="gpu")
    broker.send(digest, RIGHT)
    assert broker.events()[-1]["kind"] == "done"
    assert broker.client.llen("gpu") == 1


@pytest.mark.xdist_group("a grader that serves")
def test_a_broker_that_goes_away_is_waited_for(serving):
    broker, digest = serving
    wait_for(lambda: any(beat.ready for beat in broker.beats()), "the worker")
    broker.stop()
    time.sleep(2)
    broker.start()
    wait_for(broker.beats, "a heartbeat after the break")
    broker.send(digest, RIGHT)
    assert broker.events()[-1]["data"]["report"]["verdict"] == "AC"


def test_no_grade_that_a_manifest_allows_is_delivered_twice_while_it_runs():
    longest = CaseLimits.model_fields["total_wall_s"].metadata
    allowed = next(bound.le for bound in longest if hasattr(bound, "le"))
    options = grader_app.conf.broker_transport_options
    assert options["visibility_timeout"] == LONGEST_GRADE_S > allowed
    assert options["unacked_restore_interval"] * options["unacked_restore_throttle"] <= 10
    assert (grader_app.conf.task_acks_late, grader_app.conf.worker_prefetch_multiplier) == (True, 1)
