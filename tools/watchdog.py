"""The last resort against processes left behind: a helper that outlives the supervisor and ends what it started."""

import contextlib
import ctypes
import os
import signal
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

_GRACE_S = 5.0
_PR_SET_PDEATHSIG = 1
_libc = ctypes.CDLL(None, use_errno=True)


def bind_to_parent(parent: int) -> Callable[[], None]:
    """For preexec_fn: have the kernel stop the child politely when its supervisor is gone, however that ended."""

    def bind() -> None:
        _libc.prctl(_PR_SET_PDEATHSIG, signal.SIGTERM, 0, 0, 0)
        if os.getppid() != parent:  # it was gone before the kernel knew
            os._exit(1)

    return bind


def end_group(group: int) -> None:
    """Kill whatever is left of a process group."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(group, signal.SIGKILL)


@dataclass
class Watchdog:
    """Knows the process groups through a pipe; when the other end closes without a goodbye, it ends them."""

    pid: int
    _pipe: int

    @classmethod
    def start(cls) -> "Watchdog":
        """Fork the helper. Call it while the process has one thread."""
        read, write = os.pipe()
        pid = os.fork()
        if pid == 0:
            os.close(write)
            _watch(read)
        os.close(read)
        return cls(pid, write)

    def add(self, group: int) -> None:
        """Remember a group."""
        os.write(self._pipe, b"+%d\n" % group)

    def remove(self, group: int) -> None:
        """Forget a group that has ended."""
        os.write(self._pipe, b"-%d\n" % group)

    def close(self) -> None:
        """End the helper; whatever it still remembers is ended with it."""
        os.close(self._pipe)
        os.waitpid(self.pid, 0)


def _watch(read: int) -> None:
    os.setsid()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    # Nothing of the supervisor's stays open here: its terminal, its lock and its sockets end with it.
    null = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(null, stream)
    keep = os.dup2(read, 3)
    os.closerange(4, os.sysconf("SC_OPEN_MAX"))
    groups: set[int] = set()
    with os.fdopen(keep, "rb") as orders:
        for order in orders:
            (groups.add if order[:1] == b"+" else groups.discard)(int(order[1:]))
    _end(groups)
    os._exit(0)


def _end(groups: set[int]) -> None:
    for group in groups:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(group, signal.SIGTERM)
    deadline = time.monotonic() + _GRACE_S
    while any(map(_alive, groups)) and time.monotonic() < deadline:
        time.sleep(0.05)
    for group in groups:
        end_group(group)


def _alive(group: int) -> bool:
    """Whether a process group has a member that is not a zombie."""
    for folder in Path("/proc").iterdir():
        if not folder.name.isdigit():
            continue
        with contextlib.suppress(OSError):
            # The name in parentheses may hold anything; what follows the last one is regular.
            state, _, member_of, *_ = (folder / "stat").read_text().rpartition(")")[2].split()
            if state != "Z" and int(member_of) == group:
                return True
    return False
