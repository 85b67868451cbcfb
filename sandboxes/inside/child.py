"""One process of the candidate, seen from its supervisor: its fork, its channel, its output."""

import contextlib
import mmap
import os
import signal
import socket
from typing import Any

import msgpack

from . import harness, kernel, lockdown, watch
from .wire import LENGTH, write_frame

_STACK = 16 << 10  # bytes, for the pid 1 that only waits
_ENVELOPE = 64  # bytes that a reply has beyond its payload


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
    """A forked process, parked until `start`; the supervisor's end of everything that it has."""

    def __init__(self, program: bytes, home: int, file_bytes: int) -> None:
        """Fork into a pid namespace of its own, whose pid 1 is `init`; `home` names the supervisor's namespace."""
        self.file_bytes = file_bytes
        self.channel, theirs = socket.socketpair()
        (out, out_end), (err, err_end) = os.pipe(), os.pipe()
        self._stack = mmap.mmap(-1, _STACK)
        kernel.unshare(kernel.CLONE_NEWPID)
        self.init = kernel.idle_process(self._stack)
        self.pid = os.fork()
        if self.pid == 0:
            _become_candidate(theirs.fileno(), out_end, err_end, program, file_bytes)
        kernel.enter_namespace(home, kernel.CLONE_NEWPID)
        for descriptor in (out_end, err_end):
            os.close(descriptor)
        theirs.close()
        self.stdout, self.stderr = Output(out), Output(err)
        self.exit = os.pidfd_open(self.pid)
        self.limits: dict[str, Any] | None = None  # once started
        self.usage: Any = None  # of wait4, once reaped
        self.status: int | None = None
        memory = watch.memory_of(self.pid)
        self.base = memory.own if memory else 0
        self._incoming = bytearray()

    def start(self, files: dict[str, bytes], limits: dict[str, Any]) -> None:
        """Give the process, which has locked itself down, the candidate's files. It then waits for a request."""
        self.limits = limits
        with contextlib.suppress(OSError):  # it could not lock itself down, and its answer will say so
            self.send(msgpack.packb({"files": files, "limits": limits}))

    def send(self, body: bytes) -> None:
        """Send one frame; raise OSError if the process does not take it within ten seconds."""
        self.channel.settimeout(10)
        try:
            self.channel.sendall(LENGTH.pack(len(body)) + body)
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

    def kill(self) -> None:
        """Kill the process and whatever it started: the kernel ends a pid namespace with its pid 1."""
        os.kill(self.init, signal.SIGKILL)

    def reap(self) -> float:
        """Wait for the process and its namespace after `kill`; return the CPU seconds of those that were orphans."""
        if self.status is None:
            _, self.status, self.usage = os.wait4(self.pid, 0)
        _, _, usage = os.wait4(self.init, 0)
        return float(usage.ru_utime + usage.ru_stime)

    def gone(self) -> bool:
        """Tell, without waiting, whether the process and its namespace are gone after `kill`."""
        if self.status is None:
            pid, status, usage = os.wait4(self.pid, os.WNOHANG)
            if pid:
                self.status, self.usage = status, usage
        return self.status is not None and os.waitpid(self.init, os.WNOHANG)[0] != 0

    def close(self) -> None:
        """Close the supervisor's end of everything, once nothing is left of the process."""
        self.channel.close()
        for descriptor in (self.stdout.descriptor, self.stderr.descriptor, self.exit):
            os.close(descriptor)

    def descriptors(self) -> list[int]:
        """Return what there is to poll: the channel, the process's end, and its output while that is open."""
        outputs = [output.descriptor for output in (self.stdout, self.stderr) if output.open]
        return [self.channel.fileno(), self.exit, *outputs]


def _become_candidate(channel: int, stdout: int, stderr: int, program: bytes, file_bytes: int) -> None:
    """In the fork: take everything away from this process, wait for files and limits, serve. Never returns."""
    try:
        signal.signal(signal.SIGINT, signal.default_int_handler)
        lockdown.take_streams(channel, os.open("/dev/null", os.O_RDONLY), stdout, stderr)
        lockdown.furnish_run(file_bytes)
        lockdown.give_up_power(program)
        harness.rehearse()
        setup = harness.receive_setup()
        lockdown.place(setup["files"])
        lockdown.limit(setup["limits"])
        harness.serve(setup["files"])
    except BaseException as error:
        # Only our own code can come here: say why, as the one frame that is not a reply.
        layer = error.layer if isinstance(error, lockdown.LayerMissing) else ""
        why = str(error) if layer else f"{type(error).__name__}: {error}"
        try:
            write_frame(harness.CHANNEL, harness.FAULT + msgpack.packb([layer, why]))
        finally:
            os._exit(70)
