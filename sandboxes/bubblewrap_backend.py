"""Cells as bubblewrap jails: a Python environment of their own, bound read-only, and nothing else of the host."""

import json
import os
import resource
import select
import shutil
import socket
import stat
import subprocess
import tempfile
import uuid
from functools import cached_property
from pathlib import Path
from typing import IO, Any

from . import bundle, cgroups, device
from .backend import Backend
from .cell import Transport
from .errors import CellLost, Problem
from .selfcheck import Layer
from .settings import Settings

_STACK_KIB = 256 << 10  # the main thread's stack must be asked for before the interpreter starts
_ASK_INTERPRETER = """
import json, sys, sysconfig
paths = sysconfig.get_paths()
versions = {}
for name in ("msgpack", "numpy", "torch"):
    try:
        from importlib.metadata import version
        versions[name] = version(name)
    except Exception:
        pass
print(json.dumps({"version": sys.version.split()[0], "base": sys.base_prefix, "prefix": sys.prefix,
                  "stdlib": [paths["stdlib"], paths["platstdlib"]], "triplet": sysconfig.get_config_var("MULTIARCH"),
                  "versions": versions}))
"""
# Join the cell's cgroups ($1), allow a deep stack, become the command.
_LAUNCH = 'for g in $1; do echo $$ > "$g/cgroup.procs" || exit 1; done; ulimit -S -s "$2"; shift 2; exec "$@"'


class BubblewrapBackend(Backend):
    """Jails made by `bwrap`; as root they run as an unprivileged user all the same."""

    name = "bubblewrap"

    def __init__(self, settings: Settings) -> None:
        super().__init__(settings)
        self._python = settings.environment / "bin" / "python"

    def problems(self, images: list[str]) -> list[Problem]:
        if shutil.which("bwrap") is None:
            return [Problem("bubblewrap", "no bwrap on the PATH", "apt-get install bubblewrap")]
        if not self._python.exists():
            why = f"{self._python} does not exist"
            return [Problem("sandbox environment", why, "make setup, or point SANDBOX_ENV to one")]
        facts = self._interpreter
        if "error" in facts:
            return [Problem("sandbox environment", facts["error"], "remove it and make setup again")]
        wanted = {"msgpack", *(name for image in images for name in bundle.preloads(image))}
        missing = sorted(wanted - set(facts["versions"]))
        if missing:
            fix = f"{self._python} -m pip install {' '.join(missing)}"
            return [Problem("sandbox environment", f"it has no {', '.join(missing)}", fix)]
        layers = self.device_layers() if device.IMAGE in images else []
        return [Problem(layer.name, layer.detail, layer.fix) for layer in layers if not layer.present]

    def outer_layers(self) -> list[Layer]:
        kind = cgroups.kind()
        found = {"v1": "cgroup v1", "v2": "cgroup v2", "systemd": "a systemd scope per cell"}
        missing = "no cgroup can be made here: rlimits and the supervisor's watch limit memory and processes"
        # Present in either case: the supervisor kills by what it reads every few milliseconds.
        return [Layer("memory and process limits", True, found.get(kind, missing))]

    def device_layers(self) -> list[Layer]:
        return device.host_layers(self.settings.device)

    def describe(self) -> dict[str, Any]:
        facts = self._interpreter
        return {
            "backend": self.name,
            "environment": str(self.settings.environment),
            "python": facts.get("version"),
            "versions": facts.get("versions", {}),
            "cgroup": cgroups.kind() or "none",
        }

    def remove_leftovers(self) -> None:
        cgroups.remove_leftovers()

    @cached_property
    def _interpreter(self) -> dict[str, Any]:
        """Return what the cells' interpreter says about itself, or {"error": why}."""
        try:
            run = subprocess.run(
                [str(self._python), "-I", "-c", _ASK_INTERPRETER], capture_output=True, timeout=30
            )
            return (
                dict(json.loads(run.stdout)) if run.returncode == 0 else {"error": run.stderr.decode()[-500:]}
            )
        except (OSError, ValueError, subprocess.TimeoutExpired) as error:
            return {"error": f"{self._python} does not run: {error}"}

    def _open(self, image: str) -> Transport:
        name = uuid.uuid4().hex[:12]
        memory, processes = self.settings.cell_memory_bytes, self.settings.processes_per_cell
        group = cgroups.make(name, memory, processes)
        hard = resource.getrlimit(resource.RLIMIT_STACK)[1]
        stack = _STACK_KIB if hard == resource.RLIM_INFINITY else min(_STACK_KIB, hard >> 10)
        directories = " ".join(map(str, group.directories)) if group else ""
        command = ["/bin/sh", "-c", _LAUNCH, "sh", directories, str(stack), *cgroups.scope(memory, processes)]
        return _Jail([*command, *self._command(image)], group)

    def _command(self, image: str) -> list[str]:
        shown = self._device_binds() if image == device.IMAGE else []
        jail = [
            "bwrap", "--unshare-all", "--die-with-parent", "--new-session", "--as-pid-1", "--clearenv",
            "--hostname", "cell", "--proc", "/proc", "--dev", "/dev", "--tmpfs", "/tmp", *self._binds(), *shown,
            "--remount-ro", "/",
        ]  # fmt: skip
        for name, value in bundle.environment().items():
            jail += ["--setenv", name, value]
        jail += [
            "--chdir",
            "/",
            "--",
            str(self._inside / "bin" / "python"),
            "-s",
            "-P",
            "-u",
            "-c",
            bundle.boot_code(),
        ]
        if os.geteuid() != 0:
            return jail
        user = str(bundle.UNPRIVILEGED)
        return [*self._opened(), "setpriv", "--reuid", user, "--regid", user, "--clear-groups", "--", *jail]

    def _opened(self) -> list[str]:
        """Return the command that lets an unprivileged user reach the interpreter through root's closed directories.

        In a mount namespace of its own each such directory is an empty one that holds the interpreter alone.
        """
        closed: dict[Path, list[Path]] = {}
        for path in self._paths():
            blocked = next((above for above in reversed(path.parents) if not _traversable(above)), None)
            if blocked:
                closed.setdefault(blocked, []).append(path)
        if not closed:
            return []
        view = ["bwrap", "--die-with-parent", "--dev-bind", "/", "/"]
        for directory, paths in closed.items():
            view += ["--tmpfs", str(directory)]
            for path in paths:
                # Directories that bwrap makes by itself on the way to a mount are closed to others as well.
                between = [above for above in reversed(path.parents) if directory in above.parents]
                view += [word for above in between for word in ("--perms", "0755", "--dir", str(above))]
                view += ["--ro-bind", str(path), str(path)]
        return [*view, "--"]

    def _binds(self) -> list[str]:
        binds = []
        for path in self._paths():
            place = self._inside if path == Path(self._interpreter["prefix"]) else path
            binds += ["--ro-bind", str(path), str(place)]
        for link in (Path("/lib"), Path("/lib64")):
            if link.is_symlink():
                binds += ["--symlink", os.readlink(link), str(link)]
        for link in self._links():
            binds += ["--symlink", os.readlink(link), str(link)]
        return binds

    def _device_binds(self) -> list[str]:
        """Return the binds of one device: its nodes as devices, and of the driver's libraries what is not bound anyway."""
        binds = []
        for node in device.nodes(self.settings.device):
            binds += ["--dev-bind", str(node), str(node)]
        bound = self._paths()
        for library in filter(Path.exists, device.libraries()):
            place = (
                library.parent.resolve() / library.name
            )  # /lib may be a link, through which nothing can be bound
            if not any(place.is_relative_to(path) for path in bound):
                binds += ["--ro-bind", str(library.resolve()), str(place)]
        return binds

    @cached_property
    def _inside(self) -> Path:
        """Where the environment lies in a jail: not where the host has it, which a run's own /tmp may hide."""
        prefix = Path(self._interpreter["prefix"])
        return _ENVIRONMENT if prefix in self._paths() else prefix

    def _paths(self) -> list[Path]:
        """Return what is bound: the environment, its interpreter and standard library, the shared libraries."""
        facts = self._interpreter
        base = Path(facts["base"])
        triplet = facts["triplet"] or f"{os.uname().machine}-linux-gnu"
        system = [Path("/usr/lib") / triplet, Path("/lib") / triplet, Path("/usr/lib64"), Path("/lib64")]
        if base in (Path("/usr"), Path("/usr/local")):
            own = [self._python.resolve(), *map(Path, facts["stdlib"])]
        else:
            own = [base]
        wanted = [
            Path(facts["prefix"]),
            *own,
            *(path for path in system if not _below_link(path)),
            _LOADER_CACHE,
        ]
        kept: list[Path] = []
        for path in sorted({path for path in wanted if path.exists()}):
            if not any(path.is_relative_to(other) for other in kept):
                kept.append(path)
        return kept

    def _links(self) -> list[Path]:
        """Return the symbolic links between the environment's `python` and the interpreter, outside what is bound."""
        links, step = [], self._python
        bound = self._paths()
        while step.is_symlink():
            if not any(step.is_relative_to(path) for path in bound):
                links.append(step)
            step = step.parent / os.readlink(step)
        return links


_LOADER_CACHE = Path("/etc/ld.so.cache")
_ENVIRONMENT = Path("/opt/environment")


def _below_link(path: Path) -> bool:
    return path.is_symlink() or any(above.is_symlink() for above in path.parents)


def _traversable(directory: Path) -> bool:
    return bool(directory.stat().st_mode & stat.S_IXOTH)


class _Jail(Transport):
    """A running `bwrap`, and the socket that is its standard input and output."""

    def __init__(self, command: list[str], group: cgroups.Group | None) -> None:
        self._group = group
        self._stderr: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115 - closed with the jail
        self._socket, theirs = socket.socketpair()
        try:
            with theirs:
                self._process = subprocess.Popen(
                    command, stdin=theirs.fileno(), stdout=theirs.fileno(), stderr=self._stderr
                )
        except OSError as error:
            self._socket.close()
            raise CellLost(f"bubblewrap did not start: {error}") from None
        self._poller = select.poll()
        self._poller.register(self._socket, select.POLLIN)

    def send(self, data: bytes) -> None:
        try:
            self._socket.settimeout(30)
            self._socket.sendall(data)
        except OSError as error:
            raise CellLost(f"the cell does not listen: {error}") from None

    def receive(self, timeout: float) -> bytes:
        if not self._poller.poll(max(0, int(timeout * 1000 + 0.999))):
            raise TimeoutError
        try:
            data = self._socket.recv(1 << 18)
        except OSError:
            data = b""
        if not data:
            raise CellLost("the cell ended")
        return data

    def diagnosis(self) -> str:
        try:
            size = self._stderr.seek(0, os.SEEK_END)
            self._stderr.seek(max(0, size - 4000))
            return self._stderr.read().decode("utf-8", "replace")
        except ValueError:
            return ""

    def oom_kills(self) -> int:
        return self._group.oom_kills() if self._group else 0

    def close(self) -> None:
        self._process.kill()
        self._process.wait()
        self._socket.close()
        self._stderr.close()
        if self._group:
            self._group.remove()
