"""A Docker engine of a test's own, which may be killed while the one that others use stays."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from tests.faults.misfortunes import children, name_of
from tests.faults.stage import wait_for
from tools.watchdog import bind_to_parent


@dataclass
class Engine:
    """dockerd with data of its own; `host` is its DOCKER_HOST."""

    folder: Path
    process: subprocess.Popen[bytes] | None = None

    @property
    def host(self) -> str:
        """Where clients find it."""
        return f"unix://{self.folder}/engine.sock"

    def start(self) -> None:
        """Start it, again if it fails on what a killed one left, and return when it answers."""
        self._run()
        wait_for(self._comes_up, "the engine")

    def _comes_up(self) -> bool:
        if self.process is not None and self.process.poll() is not None:
            self._run()
        return self.answers()

    def _run(self) -> None:
        command = [
            "dockerd",
            "--iptables=false",
            "--ip6tables=false",
            "--bridge=none",
            "--group",
            str(os.getgid()),
        ]
        for option, name in (("--data-root", "data"), ("--exec-root", "run"), ("--pidfile", "pid")):
            command += [option, str(self.folder / name)]
        with (self.folder / "log").open("ab") as log:
            self.process = subprocess.Popen(
                [*command, "--host", self.host],
                stdout=log,
                stderr=log,
                start_new_session=True,
                preexec_fn=bind_to_parent(os.getpid()),
            )

    def kill(self) -> None:
        """End it and its containerd at once; containers are left to themselves, as after a crash."""
        assert self.process is not None
        for pid in (self.process.pid, *children(self.process.pid)):
            if name_of(pid) in ("dockerd", "containerd"):
                os.kill(pid, signal.SIGKILL)
        self.process.wait(10)
        self.process = None

    def answers(self) -> bool:
        """Whether it does."""
        return self.docker("version").returncode == 0

    def docker(self, *words: str) -> subprocess.CompletedProcess[bytes]:
        """Ask it something."""
        return subprocess.run(["docker", "--host", self.host, *words], capture_output=True)

    def take(self, image: str) -> None:
        """Copy an image from the engine that others use."""
        with subprocess.Popen(["docker", "save", image], stdout=subprocess.PIPE) as save:
            subprocess.run(
                ["docker", "--host", self.host, "load", "--quiet"],
                stdin=save.stdout,
                check=True,
                capture_output=True,
            )


@contextmanager
def own_engine(image: str) -> Iterator[Engine]:
    """An engine that has one image; nothing of it is left afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="rr-engine-"))  # short: a socket's path must be
    engine = Engine(folder)
    try:
        engine.start()
        engine.take(image)
        yield engine
    finally:
        if engine.process is None:  # only an engine can take its containers and its containerd away
            engine.start()
        containers = engine.docker("ps", "--all", "--quiet").stdout.decode().split()
        engine.docker("rm", "--force", *containers)
        assert engine.process is not None
        engine.process.terminate()
        with suppress(subprocess.TimeoutExpired):
            engine.process.wait(20)
        _clear(folder)


def _clear(folder: Path) -> None:
    """Take away what a killed engine has forgotten: its containers' keepers, its mounts, its files."""
    for entry in Path("/proc").glob("[0-9]*/cmdline"):
        with suppress(OSError):
            if str(folder).encode() in entry.read_bytes():
                os.kill(int(entry.parent.name), signal.SIGKILL)
    mounts = [line.split()[1] for line in Path("/proc/mounts").read_text().splitlines()]
    for mount in reversed([mount for mount in mounts if mount.startswith(str(folder))]):
        subprocess.run(["umount", "--lazy", mount])
    shutil.rmtree(folder, ignore_errors=True)
