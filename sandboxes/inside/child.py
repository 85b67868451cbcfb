"""One process of the candidate, seen from its supervisor: its channel, its output, its end."""

import contextlib
import os
import select
import signal
import socket
import time
from collections.abc import Callable
from typing import Any

import msgpack

from . import watch
from .nursery import Death, Nursery
from .wire import LENGTH

_ENVELOPE = 64  # bytes that a reply has beyond its payload
_FREEZING, _AT_ONCE = 500, 50  # looks at whether all stand still, and how many of them without a pause


class Forged(Exception):
    """The process wrote something on its channel that no reply of ours looks like."""


class Output:
    """What arrives on one output pipe: the first `keep` bytes of it, and how many there were."""

    def __init__(self, descriptor: int) -> None:
        self.descriptor = descriptor
        os.set_blocking(descriptor, False)
        self.open = True
        self.reset(0)

    def reset(self, keep: int) -> None:
        self._keep = keep
        self.kept = bytearray()
        self.total = 0

    def read(self) -> None:
        """Take what is there now, at most 256 KiB of it, so that nobody can keep the reader here."""
        for _ in range(4):
            try:
                chunk = os.read(self.descriptor, 1 << 16)
            except BlockingIOError:
                return
            if not chunk:
                self.open = False
                return
            self.total += len(chunk)
            self.kept += chunk[: self._keep - len(self.kept)]

    @property
    def truncated(self) -> bool:
        return self.total > len(self.kept)


class Child:
    """A process that the nursery has forked, parked until `start`; the supervisor's end of everything it has."""

    def __init__(self, nursery: Nursery, file_bytes: int) -> None:
        self.file_bytes = file_bytes
        self._nursery = nursery
        born = nursery.fork(file_bytes)
        self.pid, self.init, self.exit = born.pid, born.init, born.exit
        self.channel = socket.socket(fileno=born.channel)
        self.channel.setblocking(False)
        self.stdout, self.stderr = Output(born.stdout), Output(born.stderr)
        self.limits: dict[str, Any] | None = None  # once started
        self.touched = False  # whether code of the candidate's has run in it
        self.death: Death | None = None  # once reaped
        memory = watch.memory_of(self.pid)
        self.base = memory.own if memory else 0
        self.outgoing = memoryview(b"")  # of a request: what the process has not taken yet
        self._incoming = bytearray()
        self._proc: int | None = None  # a descriptor of its own /proc

    def start(self, files: dict[str, bytes], limits: dict[str, Any]) -> None:
        """Give the process, which has locked itself down, the candidate's files. It then waits for a request."""
        self.limits = limits
        with contextlib.suppress(OSError):  # it could not lock itself down, and its answer will say so
            self.send(msgpack.packb({"files": files, "limits": limits}))

    def put(self, body: bytes) -> None:
        """Give the started process a request to prepare, as much of it as it takes now; `push` gives it more.

        It says when it is ready, and waits for "go".
        """
        self.outgoing = memoryview(LENGTH.pack(len(body)) + body)
        self.push()

    def push(self) -> bool:
        """Give the process more of its request, without waiting; tell whether that was the last of it."""
        try:
            while self.outgoing:
                self.outgoing = self.outgoing[self.channel.send(self.outgoing) :]
        except BlockingIOError:
            return False
        except OSError:  # it may be gone already, and have said why
            self.outgoing = memoryview(b"")
        return True

    def send(self, body: bytes, patience_s: float = 10.0) -> None:
        """Send one frame; raise OSError if the process does not take it in that time."""
        frame = LENGTH.pack(len(body)) + body
        try:
            sent = self.channel.send(frame)
        except BlockingIOError:
            sent = 0
        if sent == len(frame):
            return
        self.channel.settimeout(patience_s)
        try:
            self.channel.sendall(memoryview(frame)[sent:])
        finally:
            self.channel.settimeout(0)

    def receive(self, most: int) -> bytes | None:
        """Return the next frame if all of it is there; raise `Forged` for one longer than `most` allows.

        At the end of the stream raises EOFError.
        """
        while True:
            if len(self._incoming) >= LENGTH.size:
                (length,) = LENGTH.unpack_from(self._incoming)
                if length > most + _ENVELOPE:
                    raise Forged(f"a reply of {length} bytes")
                if len(self._incoming) >= LENGTH.size + length:
                    frame = bytes(self._incoming[LENGTH.size : LENGTH.size + length])
                    del self._incoming[: LENGTH.size + length]
                    return frame
            try:
                chunk = self.channel.recv(1 << 18)
            except BlockingIOError:
                return None
            except ConnectionResetError:
                chunk = b""
            if not chunk:
                raise EOFError
            self._incoming += chunk

    @property
    def unread(self) -> int:
        """Bytes on the channel that nobody asked for."""
        try:
            self._incoming += self.channel.recv(1 << 16)
        except OSError:
            pass
        return len(self._incoming)

    def look_into(self) -> None:
        """Open the process's own /proc, before any code of the candidate's runs in it; once it is there."""
        if self._proc is None and not self.touched:
            self._proc = watch.own_proc(self.pid)

    @property
    def alone(self) -> bool:
        """Whether certainly nothing is there that the process has started: two entries are read instead of a hundred."""
        return self.death is None and self._proc is not None and watch.pids(self._proc) == watch.ALONE

    def freeze(self, others: Callable[[], set[int]]) -> bool:
        """Stop the process and all that it started until the next request; tell whether they do stand still.

        Between requests nobody measures, so nothing of the candidate's may run.
        """
        for look in range(_FREEZING):
            pids = {self.pid, *others()}
            for pid in pids:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGSTOP)
            if all(watch.stands_still(pid) for pid in pids) and others() <= pids:
                return True
            if look > _AT_ONCE:
                time.sleep(0.0002)
        return False

    def thaw(self, others: set[int]) -> None:
        """Let the process and what it started go on."""
        for pid in (*others, self.pid):
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGCONT)

    def kill(self) -> None:
        """Kill the process and whatever it started: the kernel ends a pid namespace with its pid 1."""
        os.kill(self.init, signal.SIGKILL)

    def bury(self) -> Death:
        """Wait for the process's end, and return how it was."""
        if self.death is None:
            self.death = self._nursery.reap(self.pid)
        return self.death

    def reap(self) -> float:
        """Wait for the process and its namespace after `kill`; return the CPU seconds of those that were orphans."""
        self.bury()
        return self._nursery.reap(self.init).cpu_s

    def gone(self) -> bool:
        """Tell, without waiting, whether the process and its namespace are gone after `kill`."""
        if self.death is None and select.select([self.exit], [], [], 0)[0]:
            self.death = self._nursery.reap_if_dead(self.pid)
        return self.death is not None and self._nursery.reap_if_dead(self.init) is not None

    def close(self) -> None:
        """Close the supervisor's end of everything, once nothing is left of the process."""
        self.channel.close()
        for descriptor in (self.stdout.descriptor, self.stderr.descriptor, self.exit, self._proc):
            if descriptor is not None:
                os.close(descriptor)

    def descriptors(self) -> list[int]:
        """Return what there is to poll: the channel, the process's end, and its output while that is open."""
        outputs = [output.descriptor for output in (self.stdout, self.stderr) if output.open]
        return [self.channel.fileno(), self.exit, *outputs]
