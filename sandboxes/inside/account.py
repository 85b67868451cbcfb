"""The kernel's account of one run: memory, CPU time, and how long the process was kept waiting for a CPU."""

from collections.abc import Callable
from typing import Any

from . import watch
from .child import Child

STRETCH = (
    9  # times its wall limit that a run may last: it may be kept waiting for a CPU for all but one of them
)
_SAME_CPU = 0.02  # by how much, absolute and relative, one thread's CPU time may differ from its process's


class Account:
    """Opened when a process is ready to begin; `others` returns the pids of what the process has started."""

    def __init__(self, child: Child, limits: dict[str, Any], others: Callable[[], set[int]]) -> None:
        self._child, self._limits, self._others = child, limits, others
        memory = watch.memory_of(child.pid)
        self._mapped = memory.mapped if memory else 0  # bytes of files, which are not the candidate's doing
        self._peak = 0  # bytes above the warm interpreter
        self._peak_before = watch.peak_of(child.pid)
        self._cpu_before = self._cpu = watch.cpu_of(child.pid)
        # Our own code starts no process.
        self._children_before = watch.cpu_of_children(child.pid, others()) if child.touched else 0.0
        self._children = self._children_before
        self._waiting_before = watch.kept_waiting(child.pid)[1]
        self.orphans_cpu = 0.0  # of processes that the kernel gave to the namespace's pid 1
        self.company = False  # whether there have been other processes

    def look(self) -> str | None:
        """Read memory and CPU of all processes; return the ending of a limit that is reached."""
        others = self._others()
        self.company |= bool(others)
        own = 0
        for pid in (self._child.pid, *others):
            if memory := watch.memory_of(pid):
                own += max(0, memory.own - self._child.base)
                if pid == self._child.pid and memory.mapped:  # while leaving, it maps nothing
                    self._mapped = memory.mapped
        self._peak = max(self._peak, own)
        if self.memory_exceeded:
            return "MEMORY"
        self._look_at_cpu(others)
        return "CPU_TIME" if self.cpu_exceeded else None

    def last_look(self) -> None:
        """Read what can only be read while the process is there."""
        pid = self._child.pid
        memory, peak = watch.memory_of(pid), watch.peak_of(pid)
        if memory is not None and peak > self._peak_before:
            self._peak = max(self._peak, peak - memory.mapped - self._child.base)
        others = self._others()
        self.company |= bool(others)
        self._look_at_cpu(others)
        self.company |= self._children > 0

    @property
    def cpu_exceeded(self) -> bool:
        limit = self._limits["cpu_s"]
        return limit is not None and self._used() > limit

    @property
    def memory_exceeded(self) -> bool:
        return self._peak > int(self._limits["memory_bytes"])

    def fair_wall(self, wall: float) -> float:
        """Return `wall` seconds without what a lone thread spent waiting for a CPU that others had.

        Only the kernel's account of a process with one thread and no children counts: nobody makes itself wait.
        """
        running, waiting = watch.kept_waiting(self._child.pid)
        all_threads = watch.cpu_of(self._child.pid)
        self._look_for_company()
        if self.company or not running or all_threads - running > _SAME_CPU * (1 + all_threads):
            return wall
        patience = (STRETCH - 1) * float(self._limits["wall_s"])
        return wall - min(max(0.0, waiting - self._waiting_before), patience)

    def close(self, replied: bool) -> dict[str, Any]:
        """Return what the run used, once all that can be known is known."""
        death = self._child.death
        if death and not replied:
            self._peak = max(self._peak, death.peak - self._mapped - self._child.base)
        used = self._used()
        if death:  # it had the time of whatever it waited for, and its namespace's pid 1 that of all others
            used = max(used, death.cpu_s + self.orphans_cpu - self._cpu_before - self._children_before)
        return {"cpu_s": max(0.0, used), "memory_bytes": max(0, self._peak)}

    def _used(self) -> float:
        """Return the CPU seconds of the process and all that it started, since the account was opened."""
        return self._cpu - self._cpu_before + self._children - self._children_before

    def _look_at_cpu(self, others: set[int]) -> None:
        self._cpu = watch.cpu_of(self._child.pid) or self._cpu
        self._children = max(self._children, watch.cpu_of_children(self._child.pid, others))

    def _look_for_company(self) -> None:
        self.company |= bool(self._others()) or watch.cpu_waited_for(self._child.pid) > 0
