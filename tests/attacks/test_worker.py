"""Attacks on a real worker behind a real broker: it lives through all of them, and honest people are served in between."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from celery import Celery
from kombu import Connection, Producer

from graders.store import Store
from tests.attacks.catalogue import attacks
from tests.attacks.stage import PACKAGES, honest
from tests.graders.test_worker import Broker, wait_for, worker

pytestmark = [pytest.mark.bubblewrap, pytest.mark.slow, pytest.mark.xdist_group("attacks on a worker")]
RIGHT = honest(PACKAGES / "vault")
TRIED = (
    "leaving_early/kills_everything",
    "leaving_early/crashes",
    "forging/prints_a_report",
    "forging/floods_its_channel",
    "forging/asks_the_host",
    "object_tricks/a_million_small_things",
    "object_tricks/names_that_are_no_text",
    "object_tricks/colliding_keys",
    "exhaustion/fork_bomb",
    "exhaustion/memory_of_children",
    "exhaustion/flood_of_stdout",
    "timing/work_in_children",
    "site/markup",
    "site/terminal",
)
ATTACKS = {attack.id: attack for attack in attacks()}


@dataclass
class Served:
    """A worker behind a broker, and the package that it is asked about."""

    broker: Broker
    process: subprocess.Popen[bytes]
    digest: str
    folder: Path

    def graded(self, source: str) -> str:
        """The verdict on a submission."""
        self.broker.send(self.digest, source)
        return str(self.broker.events()[-1]["data"]["report"]["verdict"])

    def is_well(self) -> bool:
        """Whether it lives, says so, and is busy with nothing."""
        beats = [(beat.ready, beat.busy) for beat in self.broker.beats()]
        return self.process.poll() is None and beats == [(True, [])]


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """One worker for all of these, so that each finds it as the others have left it."""
    folder = tmp_path_factory.mktemp("worker")
    digest, broker = Store(folder / "store").put(PACKAGES / "vault"), Broker(folder)
    with worker(broker, folder) as process:
        yield (served := Served(broker, process, digest, folder))
        wait_for(served.is_well, "a worker at rest")  # a beat is seconds apart, so this is asked once
    broker.stop()
    broker.client.close()


@pytest.mark.parametrize("id", TRIED)
def test_worker_lives_through_an_attack(served: Served, id: str) -> None:
    assert served.graded(ATTACKS[id].source) == ATTACKS[id].verdicts["vault"][0]
    assert served.graded(RIGHT) == "AC"


def test_message_that_is_a_pickle_is_not_opened(served: Served) -> None:
    opened = served.folder / "opened"
    headers = {"task": "graders.grade", "id": "x", "lang": "py"}
    with Connection(served.broker.url) as connection:
        Producer(connection).publish(
            f"cposix\nsystem\n(S'touch {opened}'\ntR.".encode(),
            routing_key="grade",
            headers=headers,
            content_type="application/x-python-serialize",
            content_encoding="binary",
        )
    assert served.graded(RIGHT) == "AC"
    assert not opened.exists()


@pytest.mark.parametrize(
    "message", [{}, {"submission": "x"}, {"package": "../../etc/passwd", "files": {"/etc/x": "y"}}]
)
def test_job_that_is_none_is_dropped(served: Served, message: dict[str, object]) -> None:
    app = Celery(broker=served.broker.url, set_as_current=False)
    app.send_task("graders.grade", [message], queue="grade")
    app.close()
    assert served.graded(RIGHT) == "AC"
