"""A worker's life: find a sandbox, prewarm it, consume; without one consume nothing and say what to install."""

from __future__ import annotations

import logging
import os
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any
from uuid import UUID

from redis.exceptions import RedisError

from graders import ENGINE_VERSION, heartbeat, settings
from graders.afterwards import Afterwards
from graders.device.runner import cell_sizes, devices_of
from graders.faults import InfrastructureFault
from graders.grading import placed
from graders.log import configure_logging
from graders.messages import CellCount, Device, Heartbeat, Job, ProofJob, Queue
from graders.stock import REST_S, Stock
from graders.store import NotStored, Store

if TYPE_CHECKING:
    from celery import Celery

    from sandboxes import Pool

LOOK_AGAIN_S = 5.0
ANSWER_S = 5.0
"""How long a worker has to say that it takes jobs from a queue."""
CEASE_S = 10.0
"""How long to wait until nothing is consumed any more, once the sandbox is lost."""
AWAY = (OSError, RedisError)
"""What a broker that cannot be reached raises."""
log = logging.getLogger(__name__)


class Worker:
    """State of this worker process: its pool, what it is busy with, and its heartbeat."""

    def __init__(self, queues: list[str], slots: int, broker: Any) -> None:
        self.store = Store(settings.package_store())
        self.queues, self.slots, self.broker = queues, slots, broker
        self.reason: str | None = "starting"
        self.stock = Stock()
        self.afterwards = Afterwards(self.has_room)
        self._pool: Pool | None = None
        self._said: str | None = None  # the reason that the log has
        self._busy: dict[tuple[UUID, int], float] = {}
        self._lock = threading.Lock()
        self._stop = threading.Event()
        self._look = threading.Event()  # at the sandbox, now
        self._idle = threading.Event()  # nothing is consumed
        self._idle.set()
        # An attempt holds the candidate's cell and, to draw fresh cases or to examine, the author's. The pool starts
        # more when all are taken.
        self.sizes = cell_sizes(queues, slots)
        self._devices: list[Device] = []
        self._key = heartbeat.key(socket.gethostname(), os.getpid())

    def pool(self) -> Pool:
        """The pool; InfrastructureFault when there is none."""
        pool = self._pool
        if pool is None:
            raise InfrastructureFault(f"no sandbox: {self.reason}", "ie.sandbox")
        return pool

    @contextmanager
    def busy(self, job: Job | ProofJob) -> Iterator[bool]:
        """Hold a job as being worked on; yields whether it is ours, which a duplicate's is not."""
        key = (job.submission, job.attempt)
        with self._lock:
            mine = key not in self._busy and not self._is_done(job)
            if mine:
                self._busy[key] = time.monotonic()
        try:
            yield mine
        finally:
            if mine:
                with self._lock:
                    self._busy.pop(key, None)

    def mark_done(self, job: Job | ProofJob, ttl_s: int) -> None:
        """Remember that everything about this attempt was sent, for redeliveries to any worker."""
        try:
            self.broker.set(_done_key(job), "1", ex=ttl_s)
        except AWAY as error:
            log.warning("could not mark %s as done: %s", job.submission, error)

    def restock(self, job: Job) -> None:
        """Have fresh cases drawn for the next submission to the same problem."""
        if job.mode == "grade" and self._pool is not None:
            with suppress(NotStored, InfrastructureFault):
                package = placed(job, self.store.get(job.package), self._pool)
                self.stock.refill(package, self._pool, REST_S)

    def has_room(self) -> bool:
        """Whether a job that comes now would not wait."""
        with self._lock:
            return len(self._busy) < self.slots

    def _is_done(self, job: Job | ProofJob) -> bool:
        try:
            return bool(self.broker.exists(_done_key(job)))
        except AWAY:
            return False

    def open_sandbox(self) -> bool:
        """Open the pool and warm it; False, with the reason kept, if there is no sandbox."""
        from sandboxes import SandboxUnavailable, open_pool

        try:
            pool = open_pool(sizes=self.sizes)
        except SandboxUnavailable as error:
            self.reason = "; ".join(f"{p.layer}: {p.why}. {p.fix}" for p in error.problems) or str(error)
            return False
        except Exception as error:  # an engine that answers with nonsense is no sandbox either
            log.exception("opening the sandbox failed")
            self.reason = f"{type(error).__name__}: {error}"
            return False
        try:
            self._devices = devices_of(pool)
        except Exception as error:  # whoever is to measure a device and cannot grades nothing
            log.exception("measuring the device failed")
            self.reason = f"{type(error).__name__}: {error}"
            pool.close()
            return False
        self._pool, self.reason = pool, None
        return True

    def lost_sandbox(self, reason: str, lost: Pool | None) -> None:
        """Drop a pool that has no cell left to give, unless there is another by now, and return once no job is consumed; the keeper looks for another.

        Who tells the site only then is not handed the next attempt while there is still no sandbox.
        """
        with self._lock:
            if self._pool is not lost:
                return
            self._pool, self.reason = None, reason
        self._look.set()
        self._idle.wait(CEASE_S)
        self.beat()
        if lost is not None:
            lost.close()

    def waits_for_sandbox(self) -> bool:
        """Whether there is none; returns then once no job is consumed, so that one given back is not taken again."""
        if self._pool is not None:
            return False
        self._look.set()
        self._idle.wait(CEASE_S)
        return True

    def beat(self) -> None:
        """Write one heartbeat."""
        about = self._pool.describe() if self._pool else {}
        with self._lock:
            busy = [submission for submission, _ in self._busy]
        message = Heartbeat(
            queues=self.queues,
            backend=about.get("backend"),
            images=sorted(about.get("images", {})),
            cells=_cells(about),
            ready=self._pool is not None,
            reason=self.reason,
            busy=busy,
            slots=self.slots,
            devices=self._devices if self._pool else [],
            version=ENGINE_VERSION,
        )
        try:
            heartbeat.write(self.broker, self._key, message)
        except AWAY as error:
            log.warning("no heartbeat: the broker is away (%s)", error)

    def stop(self) -> None:
        """End the threads, withdraw the heartbeat, close the cells."""
        self._stop.set()
        self._look.set()
        self.stock.close()
        self.afterwards.close()
        try:
            heartbeat.withdraw(self.broker, self._key)
        except AWAY:
            log.info("the broker is away; the heartbeat ends by itself")
        pool, self._pool = self._pool, None
        if pool is not None:
            pool.close()

    def keep_beating(self) -> None:
        """Beat until stopped."""
        while True:
            try:
                self.beat()
            except Exception:
                log.exception("a heartbeat failed")
            if self._stop.wait(heartbeat.EVERY_S):
                return

    def keep_sandbox(self, begin: Callable[[], None], cease: Callable[[], None]) -> None:
        """Look for a sandbox whenever there is none; call `begin` and `cease` as it comes and goes."""
        consuming = False
        while not self._stop.is_set():
            self._look.clear()
            try:
                consuming = self._look_after_sandbox(consuming, begin, cease)
            except Exception:  # the broker may be away just now; whatever it is, the next round tries again
                log.exception("looking after the sandbox failed")
            self._look.wait(LOOK_AGAIN_S)

    def _look_after_sandbox(
        self, consuming: bool, begin: Callable[[], None], cease: Callable[[], None]
    ) -> bool:
        """One round of `keep_sandbox`; returns whether jobs are consumed now."""
        if self._pool is None and consuming:
            cease()
            self._idle.set()
            consuming = False
        if self._pool is None and self.open_sandbox():
            # Beside what is graded: at a first start it takes a minute, and somebody may be waiting.
            threading.Thread(target=self.warm_cases, name="warm-cases", daemon=True).start()
        elif self._pool is None and self.reason != self._said:
            self._said = self.reason
            log.warning("no sandbox, nothing is graded: %s", self.reason)
        if self._pool is not None and not consuming:
            self._idle.clear()
            self.beat()  # before the first job: nobody is told "starting" by a worker that has graded one
            begin()
            consuming = True
        return consuming

    def warm_cases(self) -> None:
        """Make the cases of stored packages ready, newest first, so that few first submissions wait for them."""
        from graders.warming import warm

        try:
            pool = self.pool()
            warm(self.store, pool, self.stock, lambda: self._has_time(pool), self.queues == [Queue.GPU])
        except Exception:
            log.exception("could not prepare the cases of all packages")

    def _has_time(self, pool: Pool) -> bool:
        """Wait until no job is worked on; False once the worker stops or has another pool."""
        while self._pool is pool and not self._stop.is_set():
            with self._lock:
                if not self._busy:
                    return True
            self._stop.wait(REST_S)
        return False


_worker: Worker | None = None


def worker() -> Worker:
    """This process's worker."""
    if _worker is None:
        raise InfrastructureFault("this process is no worker")
    return _worker


def install(new: Worker | None) -> None:
    """Make `new` this process's worker."""
    global _worker
    _worker = new


def connect(app: Celery) -> None:
    """Hang the worker's life on Celery's signals."""
    from celery.signals import celeryd_after_setup, setup_logging, worker_ready, worker_shutdown

    @setup_logging.connect(weak=False)
    def log_structured(**_: Any) -> None:  # with a receiver here Celery leaves logging alone
        configure_logging(settings.log_level(), settings.log_format())

    @celeryd_after_setup.connect(weak=False)
    def prepare(sender: str, instance: Any, **_: Any) -> None:
        import redis

        broker = redis.Redis.from_url(settings.broker_url(), socket_timeout=5, socket_connect_timeout=5)
        queues = sorted(app.amqp.queues.consume_from)
        install(Worker(queues, instance.concurrency or 1, broker))
        for name in queues:  # until there is a sandbox nothing is consumed
            app.amqp.queues.deselect(name)

    @worker_ready.connect(weak=False)
    def begin_life(sender: Any, **_: Any) -> None:
        me, hostname = worker(), sender.hostname

        def begin() -> None:
            for name in me.queues:
                consume(app, hostname, name)

        def cease() -> None:
            for name in me.queues:
                consume(app, hostname, name, stop=True)

        for target, arguments in ((me.keep_beating, ()), (me.keep_sandbox, (begin, cease))):
            threading.Thread(target=target, args=arguments, name=target.__name__, daemon=True).start()

    @worker_shutdown.connect(weak=False)
    def end_life(**_: Any) -> None:
        worker().stop()


def consume(app: Celery, hostname: str, queue: str, stop: bool = False) -> None:
    """Have a worker begin to take jobs from a queue, or stop; InfrastructureFault unless it says that it does.

    The broker may lose what it was told: then the worker would wait, and what is queued with it.
    """
    tell = app.control.cancel_consumer if stop else app.control.add_consumer
    replies = tell(queue, destination=[hostname], reply=True, timeout=ANSWER_S) or []
    if not any("ok" in reply.get(hostname, {}) for reply in replies):
        raise InfrastructureFault(
            f"the worker did not answer to {'stop' if stop else 'begin'} taking from {queue!r}"
        )


def _cells(about: dict[str, Any]) -> dict[str, CellCount]:
    """How many cells of each image rest warm, and how many are taken."""
    images = about.get("images", {})
    return {image: CellCount(warm=facts["idle"], busy=facts["busy"]) for image, facts in images.items()}


def _done_key(job: Job | ProofJob) -> str:
    return f"readyroom:graded:{job.submission}:{job.attempt}"
