"""Pid 1 of a session: starts the candidate's processes, watches them, says what became of them.

It is ours and holds the session's capabilities; the candidate's processes can neither signal nor read it. One
process of the candidate exists at a time (with whatever it forks), and before the next one all of them are dead.
"""

import errno
import os
import select
import signal
import time
from typing import Any

import msgpack

from . import harness, watch
from .child import Child, Forged
from .wire import read_frame, write_frame

_INTERVAL_MS = 5
_LATE_S = 1.0  # the host keeps the time; this is how much later the supervisor stops waiting for it
_SETTLING_S = 20.0  # for our own code in a fresh process to be ready


class HostGone(Exception):
    """The host closed the stream: nobody is left to work for."""


class Supervisor:
    """Serves the host's requests of one session, on descriptors `source` and `sink`."""

    def __init__(self, source: int, sink: int, program: bytes, oom: watch.OomCounter) -> None:
        self._source, self._sink = source, sink
        self._program = program
        self._oom = oom
        self._child: Child | None = None
        self._spare = Child(program)
        self._files: dict[str, bytes] = {}

    def serve(self, files: dict[str, bytes]) -> None:
        """Answer until the host says "end"."""
        self._files = files
        self.tell({"is": "session"})
        while (order := self.hear())["do"] != "end":
            if order["do"] == "request":
                self._request(order)
            elif order["do"] == "close":
                self._clear()
        self._spare.channel.close()

    def tell(self, message: dict[str, Any]) -> None:
        write_frame(self._sink, msgpack.packb(message))

    def hear(self) -> dict[str, Any]:
        body = read_frame(self._source)
        if body is None:
            raise HostGone
        return msgpack.unpackb(body)  # type: ignore[no-any-return]

    def _request(self, order: dict[str, Any]) -> None:
        if order["new"] and self._child is not None:
            self._clear()
        if self._child is None:
            if not order["new"]:
                self.tell({"is": "gone"})
                return
            self._child, limits = self._spare, order["limits"]
            setup = {"files": self._files, "limits": limits, "stdin": order["stdin"]}
            self._child.start(msgpack.packb(setup))
            self._limits = limits
        run = _Run(self, self._child, self._limits, self._oom)
        done = run.serve(order["body"], order["stays"])
        if not done["alive"]:
            self._reap(run)
        self.tell(run.account(done))
        if not done["alive"]:
            self._child.close()
            self._child = None
            self._spare = Child(self._program)

    def _clear(self) -> None:
        """End the candidate's process and all that it started."""
        if self._child is not None:
            self._reap(_Run(self, self._child, self._limits, self._oom))
            self._child.close()
            self._child = None
            self._spare = Child(self._program)

    def _reap(self, run: "_Run") -> None:
        """Kill every process of this pid namespace but this one, and collect what the kernel says of them."""
        try:
            os.kill(-1, signal.SIGKILL)
        except ProcessLookupError:
            pass
        while True:
            try:
                run.collect(*os.wait4(-1, 0))
            except ChildProcessError:
                return

    @property
    def source(self) -> int:
        return self._source


class _Run:
    """One request to the candidate's process, from its arguments to what became of it."""

    def __init__(self, owner: Supervisor, child: Child, limits: dict[str, Any], oom: watch.OomCounter) -> None:
        self._owner, self._child, self._limits, self._oom = owner, child, limits, oom
        self._oom_before = oom.read()
        self._peak = 0
        self._other_cpu = 0.0  # of processes that are gone
        self._cpu_start = self._cpu_end = 0.0
        self._wall = 0.0
        self._waited = 0.0  # while the host answered asks
        self._reply: tuple[bytes, bytes] | None = None
        self._peak_before = 0
        self._mapped = 0  # bytes of files: never the candidate's doing

    def serve(self, body: bytes, stays: bool) -> dict[str, Any]:
        """Run one request; return its ending and, for a reply, its payload."""
        for output in (self._child.stdout, self._child.stderr):
            output.reset(self._limits["output_bytes"])
        fault = self._settle(body)
        if fault is not None:
            return {"ending": "FAULT", "text": fault, "alive": False}
        self._peak_before = watch.peak_of(self._child.pid)
        memory = watch.memory_of(self._child.pid)
        self._mapped = memory.mapped if memory else 0
        self._cpu_start = watch.cpu_of(self._child.pid)
        self._owner.tell({"is": "ready"})
        if self._owner.hear()["do"] != "go":
            return {"ending": "FAULT", "text": "the host withdrew", "alive": False}
        self._nonce = os.urandom(16)
        self._begin = time.monotonic()
        try:
            self._child.send(self._nonce)
            ending = self._attend()
        except OSError as error:
            if error.errno not in (errno.EPIPE, errno.ECONNRESET, None, errno.EAGAIN):
                raise
            ending = self._gone() if self._child.status is not None else "VALUE"
        self._wall = time.monotonic() - self._begin - self._waited
        self._last_look()
        if self._reply is not None:
            ending = self._second_thoughts(ending)
        return {"ending": ending, "alive": stays and ending in ("RETURNED", "RAISED")}

    def _second_thoughts(self, ending: str) -> str:
        """Return the ending of a run that replied, given all that is known at its end."""
        if self._child.unread:
            return "VALUE"
        if self._peak > self._limits["memory_bytes"]:
            return "MEMORY"
        return self._read_output({self._child.stdout.descriptor, self._child.stderr.descriptor}) or ending

    def _settle(self, body: bytes) -> str | None:
        """Send the request and wait until the process is ready for "go"; return what went wrong, if so."""
        try:
            self._child.send(body)
            deadline = time.monotonic() + _SETTLING_S
            poller = select.poll()
            poller.register(self._child.channel, select.POLLIN)
            while time.monotonic() < deadline:
                poller.poll(100)
                frame = self._child.receive(1 << 16)
                if frame is not None:
                    return None if frame == harness.READY else frame[1:].decode("utf-8", "replace")
        except (OSError, EOFError, Forged) as error:
            return f"the process was not ready: {type(error).__name__}: {error}"
        return "the process was not ready in time"

    def _attend(self) -> str:
        """Watch until the run has an ending; return it."""
        next_look = self._begin + _INTERVAL_MS / 1000
        while True:
            poller = select.poll()
            poller.register(self._owner.source, select.POLLIN)
            for descriptor, events in self._child.watched():
                poller.register(descriptor, events)
            wait = max(0.0, next_look - time.monotonic())
            ready = {descriptor for descriptor, _ in poller.poll(int(wait * 1000) + 1)}
            ending = self._hear(ready) or self._read_output(ready) or self._read_channel(ready)
            if ending is None and self._child.exit in ready:
                ending = self._gone()
            if ending is None and time.monotonic() >= next_look:
                ending = self._look()
                next_look = time.monotonic() + _INTERVAL_MS / 1000
            if ending is not None:
                return ending

    def _hear(self, ready: set[int]) -> str | None:
        if self._owner.source not in ready:
            return None
        self._owner.hear()  # "kill" is all that a host says now
        return "WALL_TIME"

    def _read_output(self, ready: set[int]) -> str | None:
        total = 0
        for output in (self._child.stdout, self._child.stderr):
            if output.descriptor in ready:
                output.read()
            total += output.total
        return "OUTPUT" if total > self._limits["flood_bytes"] else None

    def _read_channel(self, ready: set[int]) -> str | None:
        if self._child.channel.fileno() not in ready:
            return None
        try:
            frame = self._child.receive(self._limits["value_bytes"])
        except Forged:
            return "VALUE"
        except EOFError:
            return self._await_exit()
        if frame is None:
            return None
        if frame[:16] != self._nonce:
            return "VALUE"
        kind, payload = frame[16:17], frame[17:]
        if kind == harness.ASK:
            return self._forward(payload)
        ending = _ENDINGS.get(kind)
        if ending is None:
            return "VALUE"
        self._reply = (kind, payload)
        return ending

    def _forward(self, ask: bytes) -> str | None:
        """Let the host answer a call on the proxy; the time that takes is not the candidate's."""
        since = time.monotonic()
        self._owner.tell({"is": "ask", "body": ask})
        answer = self._owner.hear()
        self._waited += time.monotonic() - since
        if answer["do"] != "answer":
            return "WALL_TIME"
        self._child.send(answer["body"])
        return None

    def _await_exit(self) -> str | None:
        """The channel is closed: the process is leaving, or it closed what it should not have touched."""
        poller = select.poll()
        poller.register(self._child.exit, select.POLLIN)
        return self._gone() if poller.poll(100) else "VALUE"

    def _gone(self) -> str:
        """Return how a process that ended without a reply ended, by the kernel's account."""
        if self._child.status is None:
            self.collect(*os.wait4(self._child.pid, 0))
        assert self._child.status is not None
        if os.WIFSIGNALED(self._child.status):
            if os.WTERMSIG(self._child.status) == signal.SIGXCPU:
                return "CPU_TIME"
            if self._oom.read() > self._oom_before:
                return "MEMORY"
        if self._child.unread:
            return "VALUE"
        return "SIGNALLED" if os.WIFSIGNALED(self._child.status) else "EXITED"

    def _look(self) -> str | None:
        """Read memory and CPU of all processes, and reap those that are nobody's; return an ending if it is time."""
        self._reap_orphans()
        others = watch.others(self._child.pid)
        own = 0
        for pid in (self._child.pid, *others):
            memory = watch.memory_of(pid)
            own += max(0, memory.own - self._child.base) if memory else 0
            self._mapped = max(self._mapped, memory.mapped if memory and pid == self._child.pid else 0)
        self._peak = max(self._peak, own)
        if self._peak > self._limits["memory_bytes"]:
            return "MEMORY"
        cpu = watch.cpu_of(self._child.pid) - self._cpu_start + self._other_cpu + watch.cpu_of_others(others)
        if self._limits["cpu_s"] is not None and cpu > self._limits["cpu_s"]:
            return "CPU_TIME"
        late = time.monotonic() - self._begin - self._waited - self._limits["wall_s"]
        return "WALL_TIME" if late > _LATE_S else None

    def _reap_orphans(self) -> None:
        while True:
            try:
                pid, status, usage = os.wait4(-1, os.WNOHANG)
            except ChildProcessError:
                return
            if pid == 0:
                return
            self.collect(pid, status, usage)

    def collect(self, pid: int, status: int, usage: Any) -> None:
        """Take the kernel's account of a process that was waited for."""
        if pid == self._child.pid:
            self._child.reaped(status, usage)
        else:
            self._other_cpu += usage.ru_utime + usage.ru_stime

    def _last_look(self) -> None:
        """Read what can only be read while the process is there."""
        memory, peak = watch.memory_of(self._child.pid), watch.peak_of(self._child.pid)
        if memory is not None and peak > self._peak_before:
            self._peak = max(self._peak, peak - memory.mapped - self._child.base)
        self._cpu_end = watch.cpu_of(self._child.pid)

    def account(self, done: dict[str, Any]) -> dict[str, Any]:
        """Return the report for the host."""
        usage, status = self._child.usage, self._child.status
        if usage and status is not None and self._reply is None:
            self._peak = max(self._peak, (usage.ru_maxrss << 10) - self._mapped - self._child.base)
        spent = usage.ru_utime + usage.ru_stime if usage else self._cpu_end
        out, err = self._child.stdout, self._child.stderr
        died = status is not None and done["ending"] in ("EXITED", "SIGNALLED")
        return {
            "is": "done",
            **done,
            "payload": self._reply[1] if self._reply else None,
            "exit_code": os.waitstatus_to_exitcode(status) if died and done["ending"] == "EXITED" else None,
            "signal": os.WTERMSIG(status) if died and done["ending"] == "SIGNALLED" else None,
            "wall_s": self._wall,
            "cpu_s": max(0.0, spent - self._cpu_start + self._other_cpu),
            "memory_bytes": max(0, self._peak),
            "stdout": bytes(out.kept),
            "stderr": bytes(err.kept),
            "stdout_truncated": out.truncated,
            "stderr_truncated": err.truncated,
        }


_ENDINGS = {
    harness.RETURNED: "RETURNED",
    harness.RAISED: "RAISED",
    harness.SYNTAX: "SYNTAX",
    harness.MEMORY: "MEMORY",
    harness.REFUSED: "REFUSED",
}
