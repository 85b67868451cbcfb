"""How this engine's cost grows: with the size of values, and with the submissions that wait for a worker."""

from __future__ import annotations

import base64
import json
import resource
import statistics
import time
from collections import Counter
from pathlib import Path
from uuid import uuid4

from celery import Celery

from graders.messages import EVENTS_QUEUE, EventBatch
from graders.store import Store
from tests.benchmarks.contest.engine import Engine
from tests.benchmarks.contest.task import Task
from tests.benchmarks.harness import Curve, Figure
from tests.graders.packages import write_package
from tests.graders.test_worker import Broker, wait_for, worker

_SIZED = """
from readyroom import Case


def cases(rng):
    yield Case(args=(bytes({size}),))
    yield Case(args=(b"x" * {size},), group="more")
"""
_TASK = Task(3)
_ENOUGH = 50  # verdicts to time at the head of a queue
_SETTLED = 100  # submissions after which a worker's memory may not grow any more
_GROWTH_MIB = 16.0


def value_sizes(engines: dict[str, Engine], folder: Path, quick: bool) -> Curve:
    """Cost against the size of a value that goes into the cell and comes back, of which there are two."""
    sizes = [1 << 10, 1 << 17, 1 << 22] if quick else [1 << power for power in range(10, 25, 2)]
    series: dict[str, list[tuple[float, float]]] = {name: [] for name in engines}
    source = "def double(x):\n    return x + x\n"
    for size in sizes:
        half = size // 2 if size == sizes[-1] and not quick else size
        # What comes back is twice as long, and a reply may be 16 MiB at most.
        package = write_package(folder / f"sized-{size}", {"cases.py": _SIZED.format(size=half // 2)})
        for name, engine in engines.items():
            loaded = engine.load(package)
            times = [engine.of_package(loaded, source)[0] for _ in range(3)]
            series[name].append((size / 1024, statistics.median(times) * 1000))
    return Curve("Cost against the size of a value", "KiB", "ms", series)


def at_once(folder: Path, count: int) -> list[Figure]:
    """So many submissions queued at once for one worker: verdicts, and the worker's memory on the way."""
    home = folder / "at-once"
    digest = Store(home / "store").put(_TASK.write_package(home))
    broker = Broker(home)
    try:
        with worker(broker, home) as process:
            wait_for(lambda: any(beat.ready for beat in broker.beats()), "a worker", 300)
            sent = _send(broker, digest, count)
            begun, memory, verdicts = time.perf_counter(), [], Counter[str]()
            while verdicts.total() < count:
                verdicts.update(_verdicts(broker))
                memory.append((verdicts.total(), _resident_mib(process.pid)))
            seconds = time.perf_counter() - begun
    finally:
        broker.stop()
        broker.client.close()
    settled = next(size for done, size in memory if done >= min(_SETTLED, count // 2))
    return [
        Figure("queued at once", "", float(count)),
        Figure("queued at once: lost", "", float(len(sent - set(verdicts))), 0.0),
        Figure("queued at once: doubled", "", float(sum(n > 1 for n in verdicts.values())), 0.0),
        Figure("queued at once: drained at", "1/s", count / seconds),
        Figure("queued at once: growth of the worker's memory", "MiB", memory[-1][1] - settled, _GROWTH_MIB),
    ]


def waiting(folder: Path, quick: bool) -> Curve:
    """Cost of a submission at the head of the queue against how many wait behind it."""
    counts = (1, 100, 1000) if quick else (1, 10, 100, 1000, 10_000)
    home = folder / "waiting"
    digest = Store(home / "store").put(_TASK.write_package(home))
    broker, points = Broker(home), []
    try:
        with worker(broker, home):
            wait_for(lambda: any(beat.ready for beat in broker.beats()), "a worker", 300)
            for count in counts:
                points.append((float(count), _at_the_head(broker, digest, count) * 1000))
    finally:
        broker.stop()
        broker.client.close()
    return Curve("Cost against waiting submissions", "waiting", "ms", {"one worker and its queue": points})


def _at_the_head(broker: Broker, digest: str, count: int) -> float:
    """Seconds per verdict of the first so many; the rest is taken off the queue again."""
    enough = min(_ENOUGH, max(2, count))
    broker.client.delete(EVENTS_QUEUE)
    begun = time.perf_counter()
    _send(broker, digest, max(count, enough))
    if count > enough:  # those that were graded while the others were being sent are not counted
        broker.client.delete(EVENTS_QUEUE)
        begun = time.perf_counter()
    done = 0
    while done < enough:
        done += len(_verdicts(broker))
    seconds = time.perf_counter() - begun
    broker.client.delete("grade")
    wait_for(lambda: not any(beat.busy for beat in broker.beats()), "a worker at rest", 60)
    return seconds / done


def _send(broker: Broker, digest: str, count: int) -> set[str]:
    """Queue so many jobs; returns their submissions."""
    app, sent = Celery(broker=broker.url), set()
    for _ in range(count):
        submission = str(uuid4())
        job = {"submission": submission, "attempt": 1, "mode": "grade", "package": digest}
        app.send_task("graders.grade", [{**job, "files": {"solution.py": _TASK.source}}], queue="grade")
        sent.add(submission)
    app.close()
    return sent


def _verdicts(broker: Broker) -> list[str]:
    """The submissions that the next message says are done."""
    item = broker.client.blpop([EVENTS_QUEUE], timeout=60)
    assert item is not None, "no event for a minute"
    batch = EventBatch.model_validate(json.loads(base64.b64decode(json.loads(item[1])["body"]))[0][0])
    done = [event for event in batch.events if event.kind == "done"]
    assert all(event.data["report"]["verdict"] == "AC" for event in done)
    return [str(event.submission) for event in done]


def _resident_mib(pid: int) -> float:
    pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    return pages * resource.getpagesize() / 2**20
