"""What a worker does for a candidate once the verdict is sent, if it has the time: look for a smaller failing input."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from graders.faults import Fault
from graders.log import about
from graders.messages import Event, EventBatch, Job, Kind
from graders.package.model import Package
from graders.report import Report
from graders.shrinking import can_shrink, smaller
from graders.stock import REST_S
from sandboxes import CellLost, Pool

NUMBER = 900_000
"""Of its event: behind whatever the attempt told before."""
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
        """Have a smaller input looked for and sent, if that makes sense and there is room."""
        if not job.smaller or not can_shrink(package, report) or not self._room.acquire(blocking=False):
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
            self._search(job, package, pool, report, send)

    def _search(self, job: Job, package: Package, pool: Pool, report: Report, send: Send) -> None:
        try:
            time.sleep(self._rest_s)
            if not self._idle():
                return
            found = smaller(job, package, pool, report)
            if found:
                data = {"smaller": found.model_dump(mode="json")}
                event = Event(
                    submission=job.submission,
                    attempt=job.attempt,
                    number=NUMBER,
                    kind=Kind.SMALLER,
                    data=data,
                )
                send(EventBatch(events=[event]))
        except (Fault, CellLost) as fault:
            log.info("no smaller input for %s: %s", job.submission, fault)
        except Exception:  # the verdict is out; whatever this is, it must not end the thread
            log.exception("looking for a smaller input for %s failed", job.submission)
        finally:
            self._room.release()
