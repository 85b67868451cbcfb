"""Pid 1 of a session: starts the candidate's processes, one after another, and clears up behind each.

It is ours and holds the session's capabilities; the candidate's processes can neither signal nor read it. One
process of the candidate exists at a time (with whatever it forks), and before the next one all of them are dead.
"""

import os
import signal
from collections.abc import Callable
from typing import Any

import msgpack

from . import watch
from .child import Child
from .run import Run
from .wire import read_frame, write_frame


class HostGone(Exception):
    """The host closed the stream: nobody is left to work for."""


class Supervisor:
    """Serves the host's requests of one session, on descriptors `source` and `sink`."""

    def __init__(self, source: int, sink: int, program: bytes, oom: watch.OomCounter) -> None:
        self.source, self._sink = source, sink
        self._program = program
        self._oom = oom
        self._files: dict[str, bytes] = {}
        self._child: Child | None = None
        self._spare = Child(program)

    def serve(self, files: dict[str, bytes], limits: dict[str, Any]) -> None:
        """Answer until the host says "end"."""
        self._files = files
        self._spare.start(files, limits)
        self.tell({"is": "session"})
        while (order := self.hear())["do"] != "end":
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
        return msgpack.unpackb(body)  # type: ignore[no-any-return]

    def _request(self, order: dict[str, Any]) -> None:
        if order["new"]:
            self._clear()
            self._child = self._take_spare(order["limits"], order["stdin"])
        if self._child is None:
            self.tell({"is": "gone"})
            return
        run = Run(self, self._child, self._oom)
        run.serve(order["body"], order["stays"])
        if run.alive:
            self.tell(run.report())
            return
        kill_all()
        alone = run.settled_alone()
        if alone:
            self.tell(run.report())
        reap_all(run.collect)
        if not alone:
            self.tell(run.report())
        self._replace()

    def _take_spare(self, limits: dict[str, Any], stdin: bytes) -> Child:
        """Return the process that was prepared ahead of need, or a new one if it was prepared for something else."""
        if self._spare.limits != limits or stdin:
            self._spare.close()
            kill_all()
            reap_all(lambda *_: None)
            self._spare = Child(self._program)
            self._spare.start(self._files, limits, stdin)
        return self._spare

    def _clear(self) -> None:
        """End the candidate's process, if there is one, and all that it started."""
        if self._child is not None:
            kill_all()
            reap_all(lambda *_: None)
            self._replace()

    def _replace(self) -> None:
        """Prepare the next process, now that nobody waits for it and nothing of the last one is left."""
        assert self._child is not None
        self._child.close()
        limits = self._child.limits
        self._child = None
        self._spare = Child(self._program)
        self._spare.start(self._files, limits)


def kill_all() -> None:
    """Kill every process of this pid namespace but this one. No fork can escape it."""
    try:
        os.kill(-1, signal.SIGKILL)
    except ProcessLookupError:
        pass


def reap_all(collect: Callable[[int, int, Any], None]) -> None:
    """Wait for every process, giving `collect` the kernel's account of each."""
    while True:
        try:
            collect(*os.wait4(-1, 0))
        except ChildProcessError:
            return
