"""One request to the candidate's process: from its arguments to what became of it, by the kernel's account."""

import contextlib
import os
import resource
import select
import signal
import time
from typing import Any, Protocol

import msgpack

from . import harness, watch
from .account import Account
from .child import Child, Forged
from .stream import Stream

_INTERVAL_MS = 5  # between looks at memory and CPU
_LEAVING_MS = 30_000  # for the kernel to take apart a process: its files can be many
_SETTLING_S = 20.0  # for our own code in a fresh process to be ready

_ENDINGS = {
    harness.RETURNED: "RETURNED",
    harness.RAISED: "RAISED",
    harness.SYNTAX: "SYNTAX",
    harness.MEMORY: "MEMORY",
    harness.REFUSED: "REFUSED",
}


class Host(Protocol):
    """The stream to the host, and what becomes of requests that come on it during a run."""

    stream: Stream

    def hear_ahead(self, order: dict[str, Any]) -> None: ...

    def unsent(self) -> list[Child]: ...


class Run:
    """Serves one request with `child`; afterwards `ending` says how that ended, `alive` if the process stays."""

    def __init__(self, host: Host, child: Child, bystanders: set[int], oom: watch.OomCounter) -> None:
        self._host, self._child, self._bystanders, self._oom = host, child, bystanders, oom
        self._limits: dict[str, Any] = child.limits or {}
        self._oom_before = oom.read()
        self.ending = ""
        self.alive = False
        self._fault = self._layer = ""
        self._reply: bytes | None = None
        self._replied = ""  # the ending that the reply stands for
        self._nonce = b""
        self._asks = False
        self._gone_ahead = False  # whether the process was told "go"
        self._begin = self._end = 0.0
        self._waited = 0.0  # while the host answered asks
        self.account: Account  # opened when the process is ready

    def serve(self, body: bytes, stays: bool, asks: bool) -> None:
        """Run the request until its ending is known; `asks`: it has a proxy to make calls on.

        A fresh process has been given it before. In a process that has run code of the candidate's before, nothing is ours any more: what goes wrong there
        is the candidate's doing, and the clock runs from the start.
        """
        for output in (self._child.stdout, self._child.stderr):
            output.reset(self._limits["output_bytes"])
        if not self._child.touched:
            self._fault = self._settle()
            self._child.look_into()
        self.account = Account(self._child, self._limits, self._others)
        if self._fault:
            self.ending = "FAULT"
            return
        self._asks = asks
        self._nonce = os.urandom(harness.NONCE)
        self._cap_processes()
        self._begin = time.monotonic()
        try:
            if self._child.touched:
                self._child.thaw(self._others())
                self._child.send(body, self._limits["wall_s"])
            else:
                self._go()
            self.ending = self._attend()
        except OSError:  # the channel broke while something was sent
            self.ending = self._await_exit()
        self._end = self._end or time.monotonic()
        self.account.last_look()
        if self._reply is not None:
            self.ending = self._second_thoughts()
        self.alive = stays and self.ending in ("RETURNED", "RAISED")
        if self.alive and not self._child.freeze(self._others):
            self.ending, self.alive = "VALUE", False

    def _go(self) -> None:
        """Let the process do what it was asked for."""
        self._child.touched = True
        self._child.send(self._nonce)
        self._gone_ahead = True

    def _cap_processes(self) -> None:
        """Allow as many processes as the limits say, beside ours that the kernel counts with them."""
        soft = self._limits["processes"] + len(self._bystanders) + 1  # and the run's own pid 1
        with contextlib.suppress(OSError, ValueError):  # it may be gone already
            _, hard = resource.prlimit(self._child.pid, resource.RLIMIT_NPROC)
            resource.prlimit(self._child.pid, resource.RLIMIT_NPROC, (min(soft, hard), hard))

    def _settle(self) -> str:
        """Wait until the process is ready for "go"; return what went wrong, if anything."""
        poller = select.poll()
        deadline = time.monotonic() + _SETTLING_S
        try:
            while time.monotonic() < deadline:
                given = self._child.push()
                poller.register(self._child.channel, select.POLLIN | (0 if given else select.POLLOUT))
                poller.poll(100)
                frame = self._child.receive(1 << 16)
                if frame is not None:
                    return "" if frame == harness.READY else self._fault_in(frame)
        except (OSError, EOFError, Forged) as error:
            return f"the process was not ready: {type(error).__name__}: {error}"
        return "the process was not ready in time"

    def _fault_in(self, frame: bytes) -> str:
        self._layer, why = msgpack.unpackb(frame[1:])
        return str(why)

    def _attend(self) -> str:
        """Watch until the run has an ending; return it."""
        poller = select.poll()
        poller.register(self._host.stream.source, select.POLLIN)
        for descriptor in self._child.descriptors():
            poller.register(descriptor, select.POLLIN)
        self._give(set(), poller)
        next_look = self._begin + _INTERVAL_MS / 1000
        while True:
            left = 0 if self._host.stream.heard else next_look - time.monotonic()
            ready = {descriptor for descriptor, _ in poller.poll(max(0, int(left * 1000) + 1))}
            ending = self._read_output(ready, poller) or self._read_channel(ready)
            if ending is None and self._child.exit in ready:
                ending = self._gone()
            ending = ending or self._hear(ready)  # last: the others have the clock running
            self._give(ready, poller)
            if ending is None and time.monotonic() >= next_look:
                ending = self._look()
                next_look = time.monotonic() + _INTERVAL_MS / 1000
            if ending is not None:
                return ending

    def _hear(self, ready: set[int]) -> str | None:
        stream = self._host.stream
        order = stream.look() if stream.heard or stream.source in ready else None
        if order is None:
            return None
        if order["do"] != "request":
            return "KILLED"
        self._host.hear_ahead(order)
        return None

    def _give(self, ready: set[int], poller: select.poll) -> None:
        """Give the processes of later runs more of their requests, to read and decode while this one runs."""
        for child in self._host.unsent():
            channel = child.channel.fileno()
            if channel in ready and child.push():
                poller.unregister(channel)
            else:
                poller.register(channel, select.POLLOUT)

    def _read_output(self, ready: set[int], poller: select.poll) -> str | None:
        for output in (self._child.stdout, self._child.stderr):
            if output.descriptor in ready:
                output.read()
                if not output.open:
                    poller.unregister(output.descriptor)
        return self._flood()

    def _flood(self) -> str | None:
        total = self._child.stdout.total + self._child.stderr.total
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
        if not self._gone_ahead:
            if frame != harness.READY:
                return "VALUE"
            self._go()
            return None
        self._end = time.monotonic()
        nonce, kind, payload = frame[: harness.NONCE], frame[harness.NONCE :][:1], frame[harness.NONCE + 1 :]
        if nonce != self._nonce or (kind == harness.ASK and not self._asks):
            return "VALUE"
        if kind == harness.ASK:
            self._end = 0.0
            return self._forward(payload)
        self._reply, self._replied = payload, _ENDINGS.get(kind, "VALUE")
        return self._replied

    def _forward(self, ask: bytes) -> str | None:
        """Let the host answer a call on the proxy; the time that takes is not the candidate's."""
        since = time.monotonic()
        self._host.stream.tell({"is": "ask", "body": ask})
        answer = self._host.stream.hear()
        self._waited += time.monotonic() - since
        if answer["do"] != "answer":
            return "KILLED"
        self._child.send(answer["body"])
        return None

    def _await_exit(self) -> str:
        """The channel is closed: the process is leaving, or it closed what it should not have touched."""
        poller = select.poll()
        poller.register(self._child.exit, select.POLLIN)
        leaving = watch.is_leaving(self._child.pid)
        return self._gone() if poller.poll(_LEAVING_MS if leaving else 0) else "VALUE"

    def _gone(self) -> str:
        """Return how a process that ended without a reply ended."""
        status = self._child.bury().status
        if os.WIFSIGNALED(status):
            if os.WTERMSIG(status) == signal.SIGXCPU:
                return "CPU_TIME"
            if self._oom.read() > self._oom_before:
                return "MEMORY"
        if self._child.unread:
            return "VALUE"
        return "SIGNALLED" if os.WIFSIGNALED(status) else "EXITED"

    def _look(self) -> str | None:
        """Return the ending of a limit that is reached."""
        ending = self.account.look()
        return "WALL_TIME" if ending is None and self._late(time.monotonic()) else ending

    def _late(self, now: float) -> bool:
        wall = now - self._begin - self._waited
        return wall > self._limits["wall_s"] and self.account.fair_wall(wall) > self._limits["wall_s"]

    def _second_thoughts(self) -> str:
        """Return the ending of a run that replied, given all that is known at its end."""
        for output in (self._child.stdout, self._child.stderr):
            output.read()
        if self._child.unread:
            return "VALUE"
        if self.account.memory_exceeded:
            return "MEMORY"
        if self.account.cpu_exceeded:
            return "CPU_TIME"
        # It replied, but perhaps between two looks at the clock.
        return self._flood() or ("WALL_TIME" if self._late(self._end) else self.ending)

    def _others(self) -> set[int]:
        """Return the processes that the candidate's has started, and what they have started."""
        if self._child.alone:
            return set()
        return watch.pids() - self._bystanders - {self._child.pid, self._child.init}

    def settled_alone(self) -> bool:
        """Tell whether nothing can be learnt from reaping: it replied, and was the only process there was."""
        return self._reply is not None and not self.account.company

    def report(self) -> dict[str, Any]:
        """Return the report for the host."""
        status = self._child.death.status if self._child.death else 0
        out, err = self._child.stdout, self._child.stderr
        out.read()
        err.read()
        return {
            "is": "done",
            "ending": self.ending,
            "text": self._fault,
            "layer": self._layer,
            "payload": self._reply if self.ending == self._replied else None,
            "exit_code": os.waitstatus_to_exitcode(status) if self.ending == "EXITED" else None,
            "signal": os.WTERMSIG(status) if self.ending == "SIGNALLED" else None,
            "wall_s": self._end - self._begin - self._waited if self._begin else 0.0,
            **self.account.close(self._reply is not None or self.ending == "FAULT"),
            "stdout": bytes(out.kept),
            "stderr": bytes(err.kept),
            "stdout_truncated": out.truncated,
            "stderr_truncated": err.truncated,
        }
