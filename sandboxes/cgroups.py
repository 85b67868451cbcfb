"""Memory and process limits for bubblewrap cells, by whatever cgroups this user may make; Docker has its own."""

import os
import shutil
import subprocess
import time
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_ROOT = Path("/sys/fs/cgroup")
_PREFIX = "readyroom-"


@dataclass(frozen=True)
class Group:
    """The cgroup of one cell: directories to move its first process into, and the counter of kills for memory."""

    directories: tuple[Path, ...]
    counter: Path

    def oom_kills(self) -> int:
        """Return how often the kernel killed here because the limit was reached."""
        try:
            rows = (line.split() for line in self.counter.read_text().splitlines())
            return next((int(row[1]) for row in rows if row[0] == "oom_kill"), 0)
        except OSError:
            return 0

    def remove(self) -> None:
        """Remove the group; its processes are dead or dying."""
        for directory in self.directories:
            for _ in range(300):
                try:
                    directory.rmdir()
                    break
                except FileNotFoundError:
                    break
                except OSError:
                    time.sleep(0.01)


@cache
def kind() -> str:
    """Return "v1", "v2", "systemd" (a scope per cell), or "" where no cgroup can be made."""
    if _v1_parents() and all(os.access(parent, os.W_OK) for parent in _v1_parents().values()):
        return "v1"
    if os.access(_ROOT / "cgroup.subtree_control", os.W_OK) and _enable_v2():
        return "v2"
    return "systemd" if _systemd_works() else ""


def make(name: str, memory_bytes: int, processes: int) -> Group | None:
    """Make a group with these limits; None where `kind()` is not "v1" or "v2"."""
    name = f"{_PREFIX}{os.getpid()}-{name}"
    if kind() == "v1":
        parents = _v1_parents()
        memory, pids = parents["memory"] / name, parents["pids"] / name
        for directory in (memory, pids):
            directory.mkdir()
        (memory / "memory.limit_in_bytes").write_text(str(memory_bytes))
        (pids / "pids.max").write_text(str(processes))
        return Group((memory, pids), memory / "memory.oom_control")
    if kind() == "v2":
        group = _ROOT / name
        group.mkdir()
        (group / "memory.max").write_text(str(memory_bytes))
        (group / "pids.max").write_text(str(processes))
        if (group / "memory.swap.max").exists():
            (group / "memory.swap.max").write_text("0")
        return Group((group,), group / "memory.events")
    return None


def scope(memory_bytes: int, processes: int) -> list[str]:
    """Return the command that puts the command after it into a scope of its own, or nothing."""
    if kind() != "systemd":
        return []
    return [
        *_SCOPE,
        f"--property=MemoryMax={memory_bytes}",
        "--property=MemorySwapMax=0",
        f"--property=TasksMax={processes}",
        "--",
    ]


def remove_leftovers() -> None:
    """Remove the groups of workers that are gone."""
    for parent in (*_v1_parents().values(), _ROOT):
        for directory in parent.glob(f"{_PREFIX}*"):
            owner = directory.name.removeprefix(_PREFIX).partition("-")[0]
            if owner.isdigit() and not Path(f"/proc/{owner}").exists():
                Group((directory,), directory).remove()


_SCOPE = ["systemd-run", "--user", "--scope", "--quiet", "--collect"]


@cache
def _v1_parents() -> dict[str, Path]:
    """Return our own directory in the v1 hierarchies of memory and pids, if both are there."""
    parents = {}
    for line in Path("/proc/self/cgroup").read_text().splitlines():
        _, controllers, path = line.split(":", 2)
        for controller in controllers.split(","):
            directory = _ROOT / controller / path.lstrip("/")
            if controller in ("memory", "pids"):
                parents[controller] = directory if directory.is_dir() else _ROOT / controller
    return parents if len(parents) == 2 and all(parent.is_dir() for parent in parents.values()) else {}


def _enable_v2() -> bool:
    try:
        (_ROOT / "cgroup.subtree_control").write_text("+memory +pids")
    except OSError:
        return False
    return True


def _systemd_works() -> bool:
    if os.geteuid() == 0 or shutil.which("systemd-run") is None or not os.environ.get("XDG_RUNTIME_DIR"):
        return False
    try:
        return subprocess.run([*_SCOPE, "--", "true"], capture_output=True, timeout=5).returncode == 0
    except (OSError, subprocess.TimeoutExpired):
        return False
