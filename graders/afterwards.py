"""What a worker does for a candidate once the verdict is sent: draw curves, and look for a smaller failing input if it has the time."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from graders.faults import Fault
from graders.kinds.function.drawing import drawn, is_to_be_drawn
from graders.log import about
from graders.messages import Event, EventBatch, Job, Kind
from graders.package.model import Package
from graders.report import Report
from graders.shrinking import can_shrink, smaller
from graders.stock import REST_S
from sandboxes import CellLost, Pool

NUMBER = 900_000
"""Of a smaller input's event: behind whatever the attempt told before. That of curves comes next."""
MOST_WAITING = 4
"""Searches that wait for their turn; what comes when so many do is not searched for."""
log = logging.getLogger(__name__)
Send = Callable[[EventBatch], None]


class Afterwards:
    """Searches one at a time on a thread of its own, and only while `idle` says that nobody waits for the worker."""

    def __init__(self, idle: Callable[[], bool], rest_s: float = REST_S) -> None:
        self._idle, self._rest_s = idle, rest_s
        self._room = threading.BoundedSemaphore(MOST_WAITING)
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="smaller-inputs")

    def look(self, job: Job, package: Package, pool: Pool, report: Report, send: Send) -> None:
        """Have curves drawn, and a smaller input looked for, and sent, if that makes sense and there is room."""
        sensible = can_shrink(package, report) or is_to_be_drawn(package, report)
        if not job.smaller or not sensible or not self._room.acquire(blocking=False):
            return
        try:
            self._thread.submit(self._look, job, package, pool, report, send)
        except RuntimeError:  # closed
            self._room.release()

    def close(self) -> None:
        """Look for nothing more."""
        self._thread.shutdown(wait=False, cancel_futures=True)

    def _look(self, job: Job, package: Package, pool: Pool, report: Report, send: Send) -> None:
        with about(job.submission, attempt=job.attempt):
            try:
                if is_to_be_drawn(package, report):  # somebody looks at the page: no rest before
                    self._draw(job, package, pool, send)
                if can_shrink(package, report):
                    self._search(job, package, pool, report, send)
            except (Fault, CellLost) as fault:
                log.info("nothing is added to the report of %s: %s", job.submission, fault)
            except Exception:  # the verdict is out; whatever this is, it must not end the thread
                log.exception("adding to the report of %s failed", job.submission)
            finally:
                self._room.release()

    def _draw(self, job: Job, package: Package, pool: Pool, send: Send) -> None:
        curves = drawn(package, pool, job.files, job.single_use)
        if any("after" in lines for lines in curves.values()):
            send(_batch(job, NUMBER + 1, Kind.CURVES, curves))

    def _search(self, job: Job, package: Package, pool: Pool, report: Report, send: Send) -> None:
        time.sleep(self._rest_s)
        if self._idle() and (found := smaller(job, package, pool, report)):
            send(_batch(job, NUMBER, Kind.SMALLER, found.model_dump(mode="json")))


def _batch(job: Job, number: int, kind: Kind, found: object) -> EventBatch:
    """One event, whose data are the report's field of its kind's name."""
    data = {kind.value: found}
    return EventBatch(
        events=[Event(submission=job.submission, attempt=job.attempt, number=number, kind=kind, data=data)]
    )
