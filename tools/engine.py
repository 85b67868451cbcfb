"""A Docker engine for the tests: the one that answers, or one started for the time of the command."""

import os
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from tools import console, shell, system
from tools.console import Failure
from tools.paths import data_directory
from tools.watchdog import bind_to_parent

PROGRAMS = {"dockerd": "docker.io", "docker": "docker.io", "iptables": "iptables"}
"""What an engine needs: program -> Debian package."""
_PATIENCE_S = 40.0
_PID_FILE = Path("/run/readyroom-dockerd.pid")
# Where the kernel lets nobody set up a bridge or packet filters, cells (which have no network) still run.
_VARIANTS: tuple[tuple[str, ...], ...] = ((), ("--iptables=false", "--ip6tables=false", "--bridge=none"))


@contextmanager
def engine() -> Iterator[str]:
    """A running engine for the body; yields why there is none, or nothing when there is one."""
    if answers():
        yield ""
        return
    if os.environ.get("DOCKER_HOST"):
        yield f"no Docker engine answers at DOCKER_HOST={os.environ['DOCKER_HOST']}"
        return
    reason = _start()
    try:
        yield reason
    finally:
        _stop()


def answers() -> bool:
    """Whether an engine answers this user."""
    docker = shutil.which("docker")
    if docker is None:
        return False
    return subprocess.run([docker, "version"], capture_output=True, env=shell.environment()).returncode == 0


def _start() -> str:
    """Start an engine by hand, without the service manager that a container has not got; why it failed, or nothing."""
    try:
        system.require(PROGRAMS, "Docker")
    except Failure as failure:
        console.report(failure)
        return failure.what
    log = data_directory() / "log" / "dockerd.log"
    log.parent.mkdir(parents=True, exist_ok=True)
    for options in _VARIANTS:
        if _start_with(options, log):
            return ""
    last = log.read_text(errors="replace").strip().splitlines()[-1:]
    return f"dockerd does not start here ({log}): {' '.join(last)}"


def _start_with(options: Sequence[str], log: Path) -> bool:
    group = str(os.getgid())
    words = [system.find("dockerd") or "dockerd", "--pidfile", str(_PID_FILE), "--group", group, *options]
    command = system.as_root(words)
    if command is None:
        log.write_text("root's rights are needed to start dockerd\n")
        return False
    with log.open("w") as output, console.timed("Docker engine"):
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            start_new_session=True,
            preexec_fn=bind_to_parent(os.getpid()),
        )
        deadline = time.monotonic() + _PATIENCE_S
        while process.poll() is None and time.monotonic() < deadline:
            if answers():
                return True
            time.sleep(0.3)
    _stop()
    return False


def _stop() -> None:
    """Stop the engine that was started here, and wait until it is gone."""
    try:
        pid = int(_PID_FILE.read_text())
    except (FileNotFoundError, ValueError):
        return
    if os.geteuid() == 0:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGTERM)
    else:
        shell.stream(system.as_root(["kill", str(pid)]) or ["true"])
    deadline = time.monotonic() + 20
    while Path(f"/proc/{pid}").exists() and time.monotonic() < deadline:
        with suppress(ChildProcessError):
            os.waitpid(-1, os.WNOHANG)
        time.sleep(0.1)
