"""Pid 1 of a session: starts the candidate's processes, one after another, and clears up behind each.

It is ours and holds the session's capabilities. Each process of the candidate's is in a pid namespace of its
own, forked ahead of need: it sees neither the supervisor nor the processes that wait for later runs, and
whatever it started ends with it.
"""

import os
import select
from collections import deque
from typing import Any

import msgpack

from . import watch
from .child import Child
from .run import Run
from .wire import read_frame, write_frame

_AHEAD = 24  # processes forked ahead where there is time to: a submission's cases
_LOCKED_DOWN = 2  # of them that have the candidate's files already
_UNBURIED = 3
_PACE_MS = 10  # of forking ahead: slow enough to leave the machine to others


class HostGone(Exception):
    """The host closed the stream: nobody is left to work for."""


class Supervisor:
    """Serves the host's requests of one session, on descriptors `source` and `sink`."""

    def __init__(self, source: int, sink: int, program: bytes, oom: watch.OomCounter) -> None:
        self.source, self._sink = source, sink
        self._program = program
        self._oom = oom
        self._home = os.open("/proc/self/ns/pid", os.O_RDONLY)
        self._files: dict[str, bytes] = {}
        self._limits: dict[str, Any] = {}
        self._child: Child | None = None
        self._dying: deque[Child] = deque()  # killed, and not waited for yet
        self._spares = deque([self._fork()])

    def park(self, orders: int) -> bytes | None:
        """Fork ahead until the host's first order comes; return that, or None if the zygote ends."""
        self._fork_ahead_until(orders)
        return read_frame(orders)

    def serve(self, files: dict[str, bytes], limits: dict[str, Any]) -> None:
        """Answer until the host says "end"."""
        self._files, self._limits = files, limits
        self._lock_down()
        self.tell({"is": "session"})
        while (order := self._next_order())["do"] != "end":
            if order["do"] == "request":
                self._request(order)
            elif order["do"] == "close":
                self._clear()

    def tell(self, message: dict[str, Any]) -> None:
        write_frame(self._sink, msgpack.packb(message))

    def hear(self) -> dict[str, Any]:
        body = read_frame(self.source)
        if body is None:
            raise HostGone
        return msgpack.unpackb(body)

    def _next_order(self) -> dict[str, Any]:
        self._fork_ahead_until(self.source)
        return self.hear()

    def _fork_ahead_until(self, descriptor: int) -> None:
        """Fork spares, unhurriedly, until there is something to read."""
        poller = select.poll()
        poller.register(descriptor, select.POLLIN)
        while len(self._dying) > _UNBURIED or (self._dying and not poller.poll(0)):
            dead = self._dying.popleft()
            dead.reap()
            dead.close()
        while not poller.poll(_PACE_MS if len(self._spares) < _AHEAD else None):
            self._spares.append(self._fork())

    def _fork(self) -> Child:
        return Child(self._program, self._home)

    def _request(self, order: dict[str, Any]) -> None:
        if order["new"]:
            self._clear()
            self._child = self._take_spare(order["limits"])
        if self._child is None:
            self.tell({"is": "gone"})
            return
        ours = (*self._spares, *self._dying)
        bystanders = {1, *(pid for child in ours for pid in (child.pid, child.init))}
        run = Run(self, self._child, bystanders, self._oom)
        run.serve(order["body"], order["stays"])
        if run.alive:
            self.tell(run.report())
            return
        child, self._child = self._child, None
        child.kill()
        if run.settled_alone():  # nothing can be learnt from waiting for its end
            self.tell(run.report())
            self._dying.append(child)
        else:
            run.account.orphans_cpu = child.reap()
            self.tell(run.report())
            child.close()
        self._lock_down()

    def _take_spare(self, limits: dict[str, Any]) -> Child:
        """Return a process that is locked down with these limits."""
        while self._spares and self._spares[0].limits not in (None, limits):
            _end(self._spares.popleft())
        self._limits = limits
        self._lock_down()
        return self._spares.popleft()

    def _lock_down(self) -> None:
        """Have the next spares lock themselves down around the candidate's files, ahead of their requests."""
        if not self._spares:
            self._spares.append(self._fork())
        for spare in list(self._spares)[:_LOCKED_DOWN]:
            if spare.limits is None:
                spare.start(self._files, self._limits)

    def _clear(self) -> None:
        """End the candidate's process, if there is one, and all that it started."""
        if self._child is not None:
            child, self._child = self._child, None
            _end(child)


def _end(child: Child) -> None:
    child.kill()
    child.reap()
    child.close()
