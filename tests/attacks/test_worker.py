"""Attacks on a real worker behind a real broker: it lives through all of them, and honest people are served in between."""

from __future__ import annotations

from pathlib import Path

import pytest
from kombu import Connection, Producer

from graders.store import Store
from tests.attacks.catalogue import Attack, attacks
from tests.attacks.stage import PACKAGES, honest
from tests.graders.test_worker import Broker, broker, wait_for, worker

pytestmark = [pytest.mark.bubblewrap, pytest.mark.slow]
__all__ = ["broker"]  # a fixture
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


def test_worker_lives_through_attacks(broker: Broker, tmp_path: Path) -> None:
    digest = Store(tmp_path / "store").put(PACKAGES / "vault")
    right = honest(PACKAGES / "vault")
    with worker(broker, tmp_path) as process:
        for id in TRIED:
            assert _verdict(broker, digest, ATTACKS[id]) == ATTACKS[id].verdicts["vault"][0], id
            assert _graded(broker, digest, right) == "AC", id
        assert process.poll() is None
        wait_for(
            lambda: [(beat.ready, beat.busy) for beat in broker.beats()] == [(True, [])], "an idle worker"
        )


def test_message_that_is_a_pickle_is_not_opened(broker: Broker, tmp_path: Path) -> None:
    digest, opened = Store(tmp_path / "store").put(PACKAGES / "vault"), tmp_path / "opened"
    with worker(broker, tmp_path):
        wait_for(broker.beats, "the worker")
        headers = {"task": "graders.grade", "id": "x", "lang": "py"}
        with Connection(broker.url) as connection:
            Producer(connection).publish(
                f"cposix\nsystem\n(S'touch {opened}'\ntR.".encode(),
                routing_key="grade",
                headers=headers,
                content_type="application/x-python-serialize",
                content_encoding="binary",
            )
        assert _graded(broker, digest, honest(PACKAGES / "vault")) == "AC"
    assert not opened.exists()


@pytest.mark.parametrize(
    "message", [{}, {"submission": "x"}, {"package": "../../etc/passwd", "files": {"/etc/x": "y"}}]
)
def test_job_that_is_none_is_dropped(broker: Broker, tmp_path: Path, message: dict[str, object]) -> None:
    from celery import Celery

    digest = Store(tmp_path / "store").put(PACKAGES / "vault")
    with worker(broker, tmp_path):
        app = Celery(broker=broker.url)
        app.send_task("graders.grade", [message], queue="grade")
        app.close()
        assert _graded(broker, digest, honest(PACKAGES / "vault")) == "AC"


def _verdict(broker: Broker, digest: str, attack: Attack) -> str:
    return _graded(broker, digest, attack.source)


def _graded(broker: Broker, digest: str, source: str) -> str:
    broker.send(digest, source)
    return str(broker.events()[-1]["data"]["report"]["verdict"])
