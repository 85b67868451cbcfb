"""Events on their way to the site: gathered for a moment, so that a fast grade is one message and not thirty."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from contextvars import copy_context

from graders.messages import Event, EventBatch, Kind

GATHER_S = 0.25
"""Between messages: a page that changes four times a second looks live, and each message costs the site 15 ms or more."""
AT_ONCE = (Kind.DONE, Kind.FAULT)
log = logging.getLogger(__name__)
Send = Callable[[EventBatch], None]


class Batcher:
    """Gathers the events of one attempt; `send` may block and may fail, which the last `flush` reports."""

    def __init__(self, send: Send, gather_s: float = GATHER_S) -> None:
        self._send, self._gather_s = send, gather_s
        self._pending: list[Event] = []
        self._lock = threading.Lock()
        self._sending = threading.Lock()
        self._timer: threading.Timer | None = None

    def emit(self, event: Event) -> None:
        """Take an event; the last of an attempt goes at once, with what is waiting."""
        with self._lock:
            self._pending.append(event)
            if event.kind not in AT_ONCE and self._timer is None:
                # In this thread's context, so that what it logs names the submission.
                self._timer = threading.Timer(self._gather_s, copy_context().run, [self._flush_quietly])
                self._timer.daemon = True
                self._timer.start()
        if event.kind in AT_ONCE:
            self.flush()

    def flush(self) -> None:
        """Send what is waiting, in order."""
        with self._sending:
            with self._lock:
                batch, self._pending = self._pending, []
                timer, self._timer = self._timer, None
            if timer:
                timer.cancel()
            if not batch:
                return
            try:
                self._send(EventBatch(events=batch))
            except Exception:
                with self._lock:
                    self._pending = batch + self._pending
                raise

    def _flush_quietly(self) -> None:
        try:
            self.flush()
        except Exception:  # the next flush sends the batch again, and raises if it fails as well
            log.warning("events could not be sent yet", exc_info=True)
