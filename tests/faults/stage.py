"""A whole site whose processes can be killed one by one: those of `make run`, each started and restarted here."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, closing, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from unittest import mock

import httpx
import redis

from graders import heartbeat
from tests.faults.people import Person
from tests.graders.packages import PROBLEM as PACKAGE
from tests.graders.packages import write_package
from tools.site import Site
from tools.supervisor import Service
from tools.watchdog import bind_to_parent, end_group

ROOT = Path(__file__).resolve().parents[2]
PROBLEM = "tests/double"
PATIENCE_S = 90.0  # on a busy machine


@dataclass
class Part:
    """One process of the site."""

    service: Service
    log: Path
    process: subprocess.Popen[bytes] | None = None
    died: int = 0  # of itself
    _lock: threading.RLock = field(default_factory=threading.RLock)

    def start(self) -> None:
        """Start it as the supervisor would."""
        assert self.process is None
        with self.log.open("ab") as output:
            self.process = subprocess.Popen(
                list(self.service.command),
                cwd=ROOT,
                env=dict(self.service.env),
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                start_new_session=True,
                preexec_fn=bind_to_parent(os.getpid()),
            )

    def kill(self) -> None:
        """End it at once, with what is left of its process group."""
        with self._lock:
            assert self.process is not None
            self.process.kill()
            self.process.wait(30)
            end_group(self.process.pid)
            self.process = None

    def restart(self) -> None:
        """Kill it, and start it again."""
        with self._lock:
            self.kill()
            self.start()

    def look_after(self) -> None:
        """Start it again if it has ended of itself, as the supervisor does."""
        with self._lock:
            if self.process is not None and self.process.poll() is not None:
                self.died += 1
                self.restart()

    @property
    def pid(self) -> int:
        """Its process id while it runs."""
        assert self.process is not None
        return self.process.pid


@dataclass
class Stage:
    """The site, its processes by name, and Alice, who submits and watches."""

    site: Site
    parts: dict[str, Part]
    alice: Person
    database_url: str = ""

    def health(self) -> str:
        """What /health/ready says in a word: ready, degraded, unready, or away."""
        try:
            return str(httpx.get(f"{self.site.url}/health/ready", timeout=5).json()["status"])
        except (httpx.TransportError, ValueError):
            return "away"

    def ready_graders(self) -> set[int]:
        """The process ids of graders that have said of themselves that they take jobs; some may be dead by now."""
        with closing(redis.Redis.from_url(self.parts["grader"].service.env["REDIS_URL"])) as link:
            try:
                return {int(beat.name.rpartition(":")[2]) for beat in heartbeat.read(link) if beat.ready}
            except redis.RedisError:
                return set()


def wait_for(condition: Callable[[], object], what: str, seconds: float = PATIENCE_S) -> None:
    """Until it holds; AssertionError with `what` if it does not in time."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, f"{what}: not within {seconds:.0f} s"
        time.sleep(0.05)


@contextmanager
def stage(data: Path, logs: Path, environment: Mapping[str, str] | None = None) -> Iterator[Stage]:
    """A site with one problem and data of its own, once a grader is ready; every process is gone afterwards."""
    problems = logs / "problems"
    limits = PACKAGE.replace("wall_s = 1.0", "wall_s = 10.0")
    package = write_package(problems, {"problem.toml": limits})
    for file in (ROOT / "problems").glob("*.toml"):
        shutil.copy(file, problems)
    shutil.copytree(ROOT / "problems" / "loops", problems / "loops")
    assert f"{package.parent.name}/{package.name}" == PROBLEM
    given = {
        "PROBLEMS_DIR": str(problems),
        "READYROOM_DATA": str(data),
        "SANDBOX": "bubblewrap",
        "RATE_SUBMIT": "100000/m",
        "RATE_RUN": "100000/m",
        "LOG_LEVEL": "INFO",
        "SECRET_KEY": "of a test",
        **(environment or {}),
    }
    site = Site("127.0.0.1", _free_port(), data)
    with mock.patch.dict(os.environ, given):
        for name in (
            "REDIS_URL",
            "PACKAGE_STORE",
            "DJANGO_SETTINGS_MODULE",
            *({"DATABASE_URL"} - set(given)),
        ):
            os.environ.pop(name, None)
        services = site.services()
    parts = {service.name: Part(service, logs / f"{service.name}.log") for service in services}
    session = subprocess.run(
        [sys.executable, "-m", "tests.faults.prepare"],
        cwd=ROOT,
        env=dict(parts["web"].service.env),
        stdout=subprocess.PIPE,
        check=True,
        text=True,
    ).stdout.split()[-1]
    with ExitStack() as stack:
        stack.callback(_end, parts)
        parts["broker"].start()
        wait_for(parts["broker"].service.ready or bool, "the broker")
        for name in ("grader", "web", "worker", "beat"):
            parts[name].start()
        stack.enter_context(_looked_after(parts))
        alice = Person(site.url, PROBLEM, session)
        found = Stage(site, parts, alice, given.get("DATABASE_URL", ""))
        wait_for(lambda: found.health() == "ready", "a ready site")
        yield found
        alice.stop()


@contextmanager
def _looked_after(parts: Mapping[str, Part]) -> Iterator[None]:
    over = threading.Event()

    def watch() -> None:
        while not over.wait(0.5):
            for part in parts.values():
                part.look_after()

    watcher = threading.Thread(target=watch)
    watcher.start()
    try:
        yield
    finally:
        over.set()
        watcher.join()


def _end(parts: Mapping[str, Part]) -> None:
    for part in reversed(list(parts.values())):
        if part.process is not None:
            part.process.terminate()
    for part in reversed(list(parts.values())):
        if part.process is not None:
            with suppress(subprocess.TimeoutExpired):
                part.process.wait(10)
            part.kill()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
