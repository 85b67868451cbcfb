"""What the kernel says about the processes of a session: memory and CPU, read by their supervisor."""

import os
import resource
import time
from dataclasses import dataclass

_PAGE = resource.getpagesize()
_TICK = os.sysconf("SC_CLK_TCK")
_OOM_COUNTERS = ("/sys/fs/cgroup/memory.events", "/sys/fs/cgroup/memory/memory.oom_control")


@dataclass
class Memory:
    """Memory of one process in bytes: what is its own (not backed by files), what is mapped from files."""

    own: int
    mapped: int


def memory_of(pid: int) -> Memory | None:
    """Return the resident memory of `pid`, or None if it is gone."""
    try:
        with open(f"/proc/{pid}/statm", "rb", buffering=0) as file:
            _, resident, mapped, *_ = file.read(200).split()
    except (FileNotFoundError, ProcessLookupError, ValueError):
        return None
    return Memory((int(resident) - int(mapped)) * _PAGE, int(mapped) * _PAGE)


def is_leaving(pid: int) -> bool:
    """Tell whether `pid` has given up its memory already, as the kernel does before it closes descriptors."""
    try:
        with open(f"/proc/{pid}/statm", "rb", buffering=0) as file:
            return file.read(200).split()[:1] == [b"0"]
    except (FileNotFoundError, ProcessLookupError):
        return True


def stands_still(pid: int) -> bool:
    """Tell whether no thread of `pid` can run: it is stopped, dead, or waits for a child that is (vfork)."""
    try:
        threads = os.listdir(f"/proc/{pid}/task")
        return all(_state(f"/proc/{pid}/task/{thread}/stat") in b"TtZXD" for thread in threads)
    except (FileNotFoundError, ProcessLookupError):
        return True


def _state(path: str) -> bytes:
    try:
        with open(path, "rb", buffering=0) as file:
            return file.read(1024).rpartition(b")")[2].split()[0]
    except (FileNotFoundError, ProcessLookupError, IndexError):
        return b"X"


def peak_of(pid: int) -> int:
    """Return the most memory that `pid` ever had resident, bytes, mapped files included."""
    try:
        with open(f"/proc/{pid}/status", "rb", buffering=0) as file:
            text = file.read(4096)
    except (FileNotFoundError, ProcessLookupError):
        return 0
    _, found, rest = text.partition(b"VmHWM:")
    return int(rest.split(maxsplit=1)[0]) << 10 if found else 0


def pids() -> set[int]:
    """Return every process that can be seen from here, the supervisor included."""
    return {int(name) for name in os.listdir("/proc") if name.isdigit()}


def cpu_of(pid: int) -> float:
    """Return the CPU seconds of a process (all threads) until it is waited for, to the nanosecond; then 0."""
    try:
        return time.clock_gettime((~pid << 3) | 2)
    except OSError:
        return 0.0


def cpu_of_children(pid: int, others: set[int]) -> float:
    """Return the CPU seconds of what `pid` started: of `others`, dead or alive, and of those that were waited for.

    The kernel keeps the latter in clock ticks. No child goes unaccounted: the filter keeps SIGCHLD from being
    ignored, and so every child from being buried by the kernel.
    """
    return sum(map(cpu_of, others)) + sum(map(cpu_waited_for, (pid, *others)))


def cpu_waited_for(pid: int) -> float:
    """Return the CPU seconds of the children that `pid` has waited for, in clock ticks' precision."""
    return sum(_times(pid)[2:]) / _TICK


def _times(pid: int) -> list[int]:
    """Return user and system time of a process, and of its waited-for children, in clock ticks."""
    try:
        with open(f"/proc/{pid}/stat", "rb", buffering=0) as file:
            fields = file.read(1024).rpartition(b")")[2].split()
    except (FileNotFoundError, ProcessLookupError):
        return []
    return [int(field) for field in fields[11:15]]


def kept_waiting(pid: int) -> tuple[float, float]:
    """Return (seconds on a CPU, seconds ready to run but without one) of a process's main thread."""
    try:
        with open(f"/proc/{pid}/schedstat", "rb", buffering=0) as file:
            running, waiting, _ = file.read(100).split()
    except (OSError, ValueError):
        return 0.0, 0.0
    return int(running) / 1e9, int(waiting) / 1e9


class OomCounter:
    """How often the kernel killed a process of this cell's cgroup for memory. Open it before /sys is covered."""

    def __init__(self) -> None:
        self._descriptor = next((fd for path in _OOM_COUNTERS if (fd := _open(path)) is not None), None)

    def read(self) -> int:
        """Return the count, 0 where the cell has no memory cgroup of its own to read."""
        if self._descriptor is None:
            return 0
        for line in os.pread(self._descriptor, 4096, 0).splitlines():
            name, _, number = line.partition(b" ")
            if name == b"oom_kill":
                return int(number)
        return 0


def _open(path: str) -> int | None:
    try:
        return os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    except OSError:
        return None
