"""Messages, their batching, and heartbeats."""

from __future__ import annotations

import subprocess
import sys
import time
from uuid import UUID

import pytest

from graders import heartbeat
from graders.events import Batcher
from graders.messages import Event, EventBatch, Heartbeat, Job, Kind, Queue, task_name

HEX = "sha256:" + "a" * 64


def event(number, kind=Kind.CASE):
    return Event(submission=UUID(int=1), attempt=1, number=number, kind=kind)


def numbers(batches):
    return [[one.number for one in batch.events] for batch in batches]


def test_fields_of_a_later_version_are_ignored():
    job = Job.model_validate(
        {
            "submission": str(UUID(int=1)),
            "attempt": 1,
            "mode": "run",
            "package": HEX,
            "files": {},
            "colour": "red",
        }
    )
    assert (job.seed, job.own_input, job.queue) == (None, None, Queue.GRADE)
    assert not hasattr(job, "colour")


def test_jobs_go_to_the_task_of_their_queue():
    assert [task_name(queue) for queue in Queue] == ["graders.run", "graders.grade", "graders.grade"]


def test_the_last_event_goes_at_once_with_what_waits():
    batches: list[EventBatch] = []
    batcher = Batcher(batches.append, gather_s=60)
    for number, kind in enumerate([Kind.STARTING, Kind.CASE, Kind.CASE, Kind.DONE], start=1):
        batcher.emit(event(number, kind))
    assert numbers(batches) == [[1, 2, 3, 4]]


def test_cases_are_gathered_for_a_moment():
    batches: list[EventBatch] = []
    batcher = Batcher(batches.append, gather_s=0.02)
    batcher.emit(event(1))
    batcher.emit(event(2))
    assert batches == []
    end = time.monotonic() + 5
    while not batches and time.monotonic() < end:
        time.sleep(0.005)
    assert numbers(batches) == [[1, 2]]


def test_what_could_not_be_sent_is_sent_with_the_next():
    batches: list[EventBatch] = []
    away = [True]

    def send(batch: EventBatch) -> None:
        if away[0]:
            raise ConnectionError("the broker is away")
        batches.append(batch)

    batcher = Batcher(send, gather_s=60)
    batcher.emit(event(1))
    with pytest.raises(ConnectionError):
        batcher.flush()
    away[0] = False
    batcher.emit(event(2, Kind.DONE))
    assert numbers(batches) == [[1, 2]]


class Keys:
    """The commands of a redis client that heartbeats use, on a dict."""

    def __init__(self):
        self.values = {}

    def set(self, name, value, ex):
        self.values[name.encode()] = value.encode()

    def delete(self, name):
        self.values.pop(name.encode())

    def scan_iter(self, match, count):
        return iter(self.values)

    def mget(self, keys):
        return [self.values.get(key) for key in keys]


def test_heartbeats_are_read_by_name_and_nonsense_is_left_out():
    keys = Keys()
    heartbeat.write(keys, heartbeat.key("b", 2), Heartbeat(queues=["gpu"], ready=False, reason="no driver"))
    heartbeat.write(keys, heartbeat.key("a", 1), Heartbeat(queues=["run", "grade"], ready=True, slots=2))
    keys.values[b"readyroom:grader:c:3"] = b"nonsense"
    beats = heartbeat.read(keys)
    assert [(beat.name, beat.ready, beat.reason, beat.slots) for beat in beats] == [
        ("a:1", True, None, 2),
        ("b:2", False, "no driver", 1),
    ]
    heartbeat.withdraw(keys, heartbeat.key("a", 1))
    assert [beat.name for beat in heartbeat.read(keys)] == ["b:2"]


def test_what_the_site_imports_brings_neither_celery_nor_sandboxes():
    modules = "package, store, messages, report, own_input, heartbeat, diagnostics, verdict"
    code = f"import sys\nfrom graders import {modules}\nprint([m for m in ('celery', 'sandboxes', 'numpy', 'docker') if m in sys.modules])"
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert said.stdout == "[]\n"
