"""Pid 1 of a session: forks the candidate's processes and reaps them, for the supervisor that asks.

A fork inherits whatever its parent has ever read. This process reads nothing that the host sends and nothing that
a run says, so that none of its children finds there the inputs of other cases, what earlier runs have printed, or
the files of whoever had the cell before.
"""

import mmap
import os
import random
import signal
import socket
from dataclasses import dataclass
from typing import Any, NoReturn

import msgpack

from . import harness, kernel, lockdown
from .wire import write_frame

_STACK = 16 << 10  # bytes, for the pid 1 that only waits
_MESSAGE = 256  # bytes: requests and answers are a few numbers
_FORK, _REAP = "fork", "reap"


@dataclass
class Born:
    """A parked process in a pid namespace of its own, and the supervisor's ends of everything that it has."""

    pid: int
    init: int  # the pid namespace's pid 1
    channel: int
    stdout: int
    stderr: int
    exit: int  # a pidfd


@dataclass
class Death:
    """How a process ended, and what it and those that it waited for have used."""

    status: int
    cpu_s: float
    peak: int  # bytes resident


class Nursery:
    """The supervisor's end: asks, and waits for the answer."""

    def __init__(self, requests: socket.socket) -> None:
        self._requests = requests

    def fork(self, file_bytes: int) -> Born:
        """Have a process forked that locks itself down, with `file_bytes` of /tmp."""
        (pid, init), descriptors = self._ask(_FORK, file_bytes)
        return Born(pid, init, *descriptors)

    def reap(self, pid: int) -> Death:
        """Wait for the end of a process."""
        (status, cpu, peak), _ = self._ask(_REAP, pid, 0)
        return Death(status, cpu, peak)

    def reap_if_dead(self, pid: int) -> Death | None:
        """Return how a process ended, or None while it has not."""
        (status, cpu, peak), _ = self._ask(_REAP, pid, os.WNOHANG)
        return Death(status, cpu, peak) if status >= 0 else None

    def _ask(self, what: str, *numbers: int) -> tuple[list[Any], list[int]]:
        self._requests.send(msgpack.packb([what, *numbers]))
        answer, descriptors, _, _ = socket.recv_fds(self._requests, _MESSAGE, 4)
        if not answer:
            raise OSError("the session's pid 1 is gone")
        return msgpack.unpackb(answer), descriptors


def serve(requests: socket.socket, program: bytes) -> None:
    """Fork and reap until the supervisor closes its end."""
    signal.signal(signal.SIGINT, signal.default_int_handler)  # as an interpreter has it in the foreground
    home = os.open("/proc/self/ns/pid", os.O_RDONLY)
    stacks: dict[int, mmap.mmap] = {}
    while body := requests.recv(_MESSAGE):
        what, *numbers = msgpack.unpackb(body)
        if what == _FORK:
            _fork(requests, program, home, stacks, *numbers)
        else:
            _reap(requests, stacks, *numbers)


def _fork(
    requests: socket.socket, program: bytes, home: int, stacks: dict[int, mmap.mmap], file_bytes: int
) -> None:
    """Fork into a pid namespace of its own, whose pid 1 is `init`; `home` names the namespace to come back to."""
    channel, theirs = socket.socketpair()
    (out, out_end), (err, err_end) = os.pipe(), os.pipe()
    stack = mmap.mmap(-1, _STACK, mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS)
    kernel.unshare(kernel.CLONE_NEWPID)
    init = kernel.idle_process(stack)
    stacks[init] = stack
    pid = kernel.fork()
    if pid == 0:
        _become_candidate(theirs.fileno(), out_end, err_end, program, file_bytes)
    kernel.enter_namespace(home, kernel.CLONE_NEWPID)
    ours = [channel.fileno(), out, err, os.pidfd_open(pid)]
    socket.send_fds(requests, [msgpack.packb([pid, init])], ours)
    for descriptor in (*ours[1:], out_end, err_end):
        os.close(descriptor)
    channel.close()
    theirs.close()


def _reap(requests: socket.socket, stacks: dict[int, mmap.mmap], pid: int, options: int) -> None:
    found, status, usage = os.wait4(pid, options)
    if found:
        stacks.pop(pid, None)
    cpu, peak = usage.ru_utime + usage.ru_stime, usage.ru_maxrss << 10
    requests.send(msgpack.packb([status if found else -1, cpu, peak]))


def _become_candidate(channel: int, stdout: int, stderr: int, program: bytes, file_bytes: int) -> NoReturn:
    """In the fork: take everything away from this process, wait for files and limits, serve."""
    try:
        random.seed()  # else all processes of a session would draw alike
        os.setsid()  # else a signal to its process group would reach all that wait for later runs
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
