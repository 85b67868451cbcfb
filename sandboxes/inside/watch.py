"""What the kernel says about the processes of a session: memory and CPU, read by their supervisor."""

import os
import resource
import time
from dataclasses import dataclass

_PAGE = resource.getpagesize()
_TICK = os.sysconf("SC_CLK_TCK")
ALONE = {1, 2}  # as a run's pid namespace has them: its pid 1, and the candidate's process
_OOM_COUNTERS = ("/sys/fs/cgroup/memory.events", "/sys/fs/cgroup/memory/memory.oom_control")


@dataclass
class Memory:
    """Memory of one process in bytes: what is its own (not backed by files), what is mapped from files."""

    own: int
    mapped: int


def memory_of(pid: int) -> Memory | None:
    """Return the resident memory of `pid`, or None if it is gone."""
    try:
        _, resident, mapped, *_ = _read(f"/proc/{pid}/statm", 200).split()
    except (FileNotFoundError, ProcessLookupError, ValueError):
        return None
    return Memory((int(resident) - int(mapped)) * _PAGE, int(mapped) * _PAGE)


def is_leaving(pid: int) -> bool:
    """Tell whether `pid` has given up its memory already, as the kernel does before it closes descriptors."""
    try:
        return _read(f"/proc/{pid}/statm", 200).split()[:1] == [b"0"]
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
        return _read(path, 1024).rpartition(b")")[2].split()[0]
    except (FileNotFoundError, ProcessLookupError, IndexError):
        return b"X"


def peak_of(pid: int) -> int:
    """Return the most memory that `pid` ever had resident, bytes, mapped files included."""
    try:
        text = _read(f"/proc/{pid}/status", 4096)
    except (FileNotFoundError, ProcessLookupError):
        return 0
    _, found, rest = text.partition(b"VmHWM:")
    return int(rest.split(maxsplit=1)[0]) << 10 if found else 0


def pids(proc: str | int = "/proc") -> set[int]:
    """Return every process in a /proc, given by its path or a descriptor; usually all that can be seen from here."""
    return {int(name) for name in os.listdir(proc) if name.isdigit()}


def own_proc(pid: int) -> int | None:
    """Return a descriptor of the /proc that `pid` has mounted in its pid namespace, or None if there is none to be had.

    To be asked while nothing but our own code runs there: the process and its namespace's pid 1 must be all there is.
    """
    try:
        descriptor = os.open(f"/proc/{pid}/root/proc", os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    except OSError:
        return None
    if pids(descriptor) == ALONE:
        return descriptor
    os.close(descriptor)
    return None


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
        fields = _read(f"/proc/{pid}/stat", 1024).rpartition(b")")[2].split()
    except (FileNotFoundError, ProcessLookupError):
        return []
    return [int(field) for field in fields[11:15]]


def kept_waiting(pid: int) -> tuple[float, float]:
    """Return (seconds on a CPU, seconds ready to run but without one) of a process's main thread."""
    try:
        running, waiting, _ = _read(f"/proc/{pid}/schedstat", 100).split()
    except (OSError, ValueError):
        return 0.0, 0.0
    return int(running) / 1e9, int(waiting) / 1e9


def _read(path: str, size: int) -> bytes:
    """Return what is there of a file in /proc, at most `size` bytes, with no file object in between."""
    descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        return os.read(descriptor, size)
    finally:
        os.close(descriptor)


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
