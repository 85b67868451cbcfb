"""Serves the host's requests of one session: gives the candidate's processes work, one after another, and ends them.

Each process of the candidate's is in a pid namespace of its own, forked ahead of need: it sees neither the
supervisor nor the processes that wait for later runs, and whatever it started ends with it. The session's pid 1
forks them (`nursery`), and not the supervisor, which has read too much.
"""

import os
from collections import deque
from typing import Any

from . import watch
from .child import Child
from .nursery import Nursery
from .run import Run
from .stream import Stream

MOST_AHEAD = 48  # processes forked ahead where there is time to: a submission's cases
RECENT = 4  # sessions, for the greatest of which a cell is made ready: problems take turns
USUAL_AHEAD = 24  # of a session of which nothing is known
_UNHEARD = 1 << 30  # runs of a session whose host did not say how many there will be
_EQUIPPED = 2  # of them that have the candidate's files already
_FILE_BYTES = 64 << 20  # of /tmp in processes that are forked before a session has limits
_UNBURIED = 24  # killed, and not waited for yet: what is left of a session's cases
_REST_MS = 150  # after a session, before forking for the next: somebody waits for a verdict just now
_LINGER_MS = 60  # at a session's end, unless the next one waits
_PACE_MS = 10  # of forking ahead: slow enough to leave the machine to others


class Supervisor:
    """Serves the host's requests of one session, which come on a stream."""

    def __init__(self, stream: Stream, nursery: Nursery, oom: watch.OomCounter, ahead: int) -> None:
        """`ahead`: how many processes to have ready for a session of which nothing is known yet."""
        self.stream = stream
        self._nursery = nursery
        self._oom = oom
        self._ahead = ahead
        self._files: dict[str, bytes] = {}
        self._limits: dict[str, Any] = {"file_bytes": _FILE_BYTES}
        self._child: Child | None = None
        self._coming = _UNHEARD  # runs that are still to be expected
        self._line: deque[tuple[dict[str, Any], Child | None]] = (
            deque()
        )  # requests heard ahead, and who has them
        self._dying: deque[Child] = deque()  # killed, and not waited for yet
        self._spares = deque([self._fork()])

    def serve(self) -> int | None:
        """Wait for the host's next session, forking ahead, and answer until the host says "end".

        Returns how many runs the host expected to ask for, if it knew.
        """
        if not self.stream.waits(_REST_MS):
            self._fork_ahead()
        session = self.stream.hear()
        self._files, runs = session["files"], session["runs"]
        self._coming = _UNHEARD if runs is None else runs
        self._ahead = USUAL_AHEAD if runs is None else MOST_AHEAD
        self._adopt(session["limits"])
        self.stream.tell({"is": "session"})
        while True:
            self._keep_up()
            if self._line:
                if len(self._dying) > _UNBURIED:
                    self._bury()
                self._request(*self._line.popleft())
                continue
            order = self._next_order()
            if order["do"] == "request":
                self._request(order, None)
            elif order["do"] == "close":
                self._clear()
            elif order["do"] == "kill":
                self._give_up()
            elif order["do"] == "end":
                self._linger()
                return runs

    def hear_ahead(self, order: dict[str, Any]) -> None:
        """Take a request that comes while another one is served: its process reads it meanwhile, and waits."""
        child = self._spares.popleft() if self._spares else None
        if child is not None:
            if child.limits is None:
                child.start(self._files, self._limits)
            child.put(order["body"])
            child.look_into()  # now, while the supervisor has nothing else to do
            self._coming = max(1, self._coming - 1)
        self._line.append((order, child))

    def unsent(self) -> list[Child]:
        """Return the processes that have not been given the whole of their request yet."""
        return [child for _, child in self._line if child is not None and child.outgoing]

    def _linger(self) -> None:
        """Wait before what is left is taken apart: that takes a processor, and somebody waits for a verdict just now."""
        self._clear()
        self.stream.waits(_LINGER_MS)

    def _next_order(self) -> dict[str, Any]:
        self._fork_ahead()
        return self.stream.hear()

    def _keep_up(self) -> None:
        """Where spares run out, fork at once: the process can lock itself down while another one runs.

        Never during a run: the kernel counts ours with the candidate's, whose number is capped exactly.
        """
        if len(self._spares) < min(_EQUIPPED + 1, self._coming):
            self._spares.append(self._fork())

    def _fork_ahead(self) -> None:
        """Fork spares, unhurriedly, until the host has something to say."""
        self._bury()
        while not self.stream.waits(_PACE_MS if len(self._spares) < min(self._ahead, self._coming) else None):
            self._spares.append(self._fork())

    def _bury(self) -> None:
        """Let go of processes that are dead by now, and wait only for those that take too long."""
        while self._dying and self._dying[0].gone():
            self._dying.popleft().close()
        while len(self._dying) > _UNBURIED:
            dead = self._dying.popleft()
            dead.reap()
            dead.close()

    def _fork(self) -> Child:
        return Child(self._nursery, self._limits["file_bytes"])

    def _request(self, order: dict[str, Any], child: Child | None) -> None:
        """Serve a request; `child` is the process that has read it already, if one has."""
        if order["new"]:
            self._clear()
            self._child = child or self._take_spare(order)
        if self._child is None:
            self.stream.tell({"is": "gone"})
            return
        ours = (*self._spares, *self._dying, *(child for _, child in self._line if child))
        bystanders = {1, os.getpid(), *(pid for child in ours for pid in (child.pid, child.init))}
        run = Run(self, self._child, bystanders, self._oom)
        run.serve(order["body"], order["stays"], order["asks"])
        if run.alive:
            self.stream.tell(run.report())
            return
        child, self._child = self._child, None
        child.kill()
        if run.settled_alone():  # nothing can be learnt from waiting for its end
            self.stream.tell(run.report())
            self._dying.append(child)
        else:
            run.account.orphans_cpu = child.reap()
            self.stream.tell(run.report())
            child.close()
        if run.ending == "KILLED":
            self._give_up()
        self._hand_out()

    def _give_up(self) -> None:
        """Forget the requests that were heard ahead, since the host has, and tell it that nothing runs."""
        while self._line:
            _, child = self._line.popleft()
            if child is not None:
                _end(child)
        self.stream.tell({"is": "idle"})

    def _take_spare(self, order: dict[str, Any]) -> Child:
        """Return a process that is locked down with the request's limits, and has the request."""
        self._adopt(order["limits"])
        spare = self._spares.popleft()
        spare.put(order["body"])
        self._coming = max(1, self._coming - 1)  # the host may ask for more than it thought
        return spare

    def _adopt(self, limits: dict[str, Any]) -> None:
        """Let the next processes have these limits; end those that were prepared for others."""
        self._limits = limits
        for spare in list(self._spares):
            if spare.limits not in (None, limits) or spare.file_bytes != limits["file_bytes"]:
                self._spares.remove(spare)
                _end(spare)
        self._hand_out()

    def _hand_out(self) -> None:
        """Have the next spares take the candidate's files, ahead of their requests."""
        if not self._spares:
            self._spares.append(self._fork())
        for spare in list(self._spares)[:_EQUIPPED]:
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
