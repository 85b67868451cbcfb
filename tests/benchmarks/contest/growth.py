"""How this engine's cost grows: with the size of values, and with the submissions that wait for a worker."""

from __future__ import annotations

import base64
import json
import resource
import statistics
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

from celery import Celery

from graders.messages import EVENTS_QUEUE, EventBatch
from graders.store import Store
from tests.benchmarks.contest.engine import Engine
from tests.benchmarks.contest.task import PATIENT, Task
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
    # A reply may be 16 MiB at most, all of it: so the value comes back as it went in, less what frames it.
    source = "def double(x):\n    return x[256:]\n"
    for size in sizes:
        changes: dict[str, str | None] = {"problem.toml": PATIENT, "cases.py": _SIZED.format(size=size)}
        package = write_package(
            folder / f"sized-{size}", {**changes, "submissions/accepted/plain.py": source}
        )
        for name, engine in engines.items():
            loaded = engine.load(package)
            times = [engine.of_package(loaded, source)[0] for _ in range(3)]
            series[name].append((size / 1024, statistics.median(times) * 1000))
    return Curve("Cost against the size of a value", "KiB", "ms", series)


def queued(folder: Path, at_once: int, waiting: Sequence[int]) -> tuple[list[Figure], Curve]:
    """One worker behind a queue: so many submissions at once, and the cost of one against how many wait."""
    home = folder / "queued"
    digest = Store(home / "store").put(_TASK.write_package(home))
    broker = Broker(home)
    try:
        with worker(broker, home) as process:
            wait_for(lambda: any(beat.ready for beat in broker.beats()), "a worker", 300)
            figures = _at_once(broker, digest, at_once, process.pid)
            points = [(float(count), _at_the_head(broker, digest, count) * 1000) for count in waiting]
    finally:
        broker.stop()
        broker.client.close()
    return figures, Curve("Cost against waiting submissions", "waiting", "ms", {"one worker": points})


def _at_once(broker: Broker, digest: str, count: int, pid: int) -> list[Figure]:
    """Verdicts, and the worker's memory on the way."""
    memory, verdicts = [], Counter[str]()
    with _held_back(broker):
        sent = _send(broker, digest, count)
    begun = time.perf_counter()
    while verdicts.total() < count:
        verdicts.update(_verdicts(broker, 60))
        memory.append((verdicts.total(), _resident_mib(pid)))
    seconds = time.perf_counter() - begun
    _rest(broker)
    while broker.client.llen(EVENTS_QUEUE):  # a second verdict would come after the last first one
        verdicts.update(_verdicts(broker, 1))
    settled = next(size for done, size in memory if done >= min(_SETTLED, count // 2))
    return [
        Figure("queued at once", "", float(count)),
        Figure("queued at once: lost", "", float(len(sent - set(verdicts))), 0.0),
        Figure("queued at once: doubled", "", float(sum(n > 1 for n in verdicts.values())), 0.0),
        Figure("queued at once: drained at", "1/s", count / seconds),
        Figure("queued at once: growth of the worker's memory", "MiB", memory[-1][1] - settled, _GROWTH_MIB),
    ]


def _at_the_head(broker: Broker, digest: str, count: int) -> float:
    """Seconds per verdict of the first so many; the rest is taken off the queue again."""
    with _held_back(broker):
        _send(broker, digest, count)
    begun, done = time.perf_counter(), 0
    while done < min(_ENOUGH, count):
        done += len(_verdicts(broker, 60))
    seconds = time.perf_counter() - begun
    broker.client.delete("grade")
    _rest(broker)
    broker.client.delete(EVENTS_QUEUE)
    return seconds / done


@contextmanager
def _held_back(broker: Broker) -> Iterator[None]:
    """The worker takes nothing from its queue until the block has ended."""
    app = Celery(broker=broker.url, set_as_current=False)
    assert app.control.cancel_consumer("grade", reply=True, timeout=30, limit=1)
    yield
    assert app.control.add_consumer("grade", reply=True, timeout=30, limit=1)
    app.close()


def _rest(broker: Broker) -> None:
    wait_for(lambda: not any(beat.busy for beat in broker.beats()), "a worker at rest", 60)


def _send(broker: Broker, digest: str, count: int) -> set[str]:
    """Queue so many jobs; returns their submissions."""
    app, sent = Celery(broker=broker.url, set_as_current=False), set()
    for _ in range(count):
        submission = str(uuid4())
        job = {"submission": submission, "attempt": 1, "mode": "grade", "package": digest}
        app.send_task("graders.grade", [{**job, "files": {"solution.py": _TASK.source}}], queue="grade")
        sent.add(submission)
    app.close()
    return sent


def _verdicts(broker: Broker, patience_s: int) -> list[str]:
    """The submissions that the next message says are done."""
    item = broker.client.blpop([EVENTS_QUEUE], timeout=patience_s)
    assert item is not None, f"no event in {patience_s} s"
    batch = EventBatch.model_validate(json.loads(base64.b64decode(json.loads(item[1])["body"]))[0][0])
    done = [event for event in batch.events if event.kind == "done"]
    assert all(event.data["report"]["verdict"] == "AC" for event in done)
    return [str(event.submission) for event in done]


def _resident_mib(pid: int) -> float:
    pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    return pages * resource.getpagesize() / 2**20
