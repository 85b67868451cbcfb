"""A PostgreSQL server of its own, which can be killed and started again."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from tests.faults.stage import wait_for

_NOBODY = 65534  # a server refuses to run as root


@dataclass
class Postgres:
    """A cluster in a folder, on a port of its own."""

    folder: Path
    port: int
    process: subprocess.Popen[bytes] | None = field(default=None)

    @property
    def url(self) -> str:
        """Its DATABASE_URL."""
        return f"postgresql://readyroom:readyroom@127.0.0.1:{self.port}/postgres"

    def start(self) -> None:
        """Start the server, and return when it takes connections."""
        command = ["postgres", "-D", str(self.folder / "cluster"), "-p", str(self.port), "-h", "127.0.0.1"]
        with (self.folder / "log").open("ab") as log:
            self.process = subprocess.Popen(
                [*_as_nobody(), *command, "-k", str(self.folder)], stdout=log, stderr=log
            )
        wait_for(self._answers, "PostgreSQL")

    def kill(self) -> None:
        """End the server at once and with it every connection; the next start recovers from its log."""
        assert self.process is not None
        self.process.kill()
        self.process.wait(10)
        self.process = None

    def restart(self) -> None:
        """Kill it, and start it again."""
        self.kill()
        self.start()

    def _answers(self) -> bool:
        # The postmaster of a killed server may still be seen by its lock file: then the new one ends at once.
        if self.process is not None and self.process.poll() is not None:
            self.start()
        ready = subprocess.run(["pg_isready", "-q", "-h", "127.0.0.1", "-p", str(self.port)])
        return ready.returncode == 0


def why_not() -> str:
    """Why there can be no server here, or nothing."""
    missing = [name for name in ("initdb", "postgres", "pg_isready") if shutil.which(name) is None]
    return f"{', '.join(missing)} not on the PATH" if missing else ""


@contextmanager
def postgres() -> Iterator[Postgres]:
    """A fresh server; nothing of it is left afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="rr-postgres-"))
    (folder / "password").write_text("readyroom\n")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        server = Postgres(folder, probe.getsockname()[1])
    try:
        if os.geteuid() == 0:
            for path in (folder, folder / "password"):
                os.chown(path, _NOBODY, _NOBODY)
        init = ["initdb", "-D", str(folder / "cluster"), "-U", "readyroom", "--auth=scram-sha-256"]
        init += [f"--pwfile={folder / 'password'}", "--no-locale", "--encoding=UTF8"]
        subprocess.run([*_as_nobody(), *init], check=True, stdout=subprocess.DEVNULL, cwd=folder)
        server.start()
        yield server
    finally:
        if server.process is not None:
            server.process.terminate()
            server.process.wait(20)
        shutil.rmtree(folder, ignore_errors=True)


def _as_nobody() -> list[str]:
    if os.geteuid() != 0:
        return []
    return ["setpriv", "--reuid", str(_NOBODY), "--regid", str(_NOBODY), "--clear-groups", "--"]
