"""Supervisors as processes of their own, marked so that a test can find whatever they leave behind."""

import os
import queue
import signal
import subprocess
import sys
import threading
import time
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

_MARK = "READYROOM_TEST_RUN"


@dataclass
class Running:
    """A supervisor under test."""

    process: subprocess.Popen[str]
    lines: "queue.Queue[str]"
    mark: str
    read: list[str] = field(default_factory=list)

    def wait_for(self, text: str, timeout_s: float = 20.0) -> str:
        """The next line that contains a text."""
        deadline = time.monotonic() + timeout_s
        while (left := deadline - time.monotonic()) > 0:
            try:
                line = self.lines.get(timeout=left)
            except queue.Empty:
                break
            self.read.append(line)
            if text in line:
                return line
        raise AssertionError(f"{text!r} was not printed; these lines were: {self.read}")

    def seen(self, text: str) -> str:
        """The first line among those read already that contains a text."""
        return next(line for line in self.read if text in line)

    def interrupt(self, number: signal.Signals) -> None:
        """Send the supervisor a signal."""
        self.process.send_signal(number)

    def ends(self, timeout_s: float = 20.0) -> int:
        """Its exit code once it has ended."""
        return self.process.wait(timeout_s)

    def left(self) -> list[str]:
        """Command lines of every process that carries this run's mark, the supervisor included."""
        return [command for pid in _pids() if (command := _command_if_marked(pid, self.mark))]

    def nothing_left_within(self, timeout_s: float) -> bool:
        """Whether all of them are gone in time."""
        deadline = time.monotonic() + timeout_s
        while (left := self.left()) and time.monotonic() < deadline:
            time.sleep(0.05)
        return not left


@pytest.fixture
def start() -> Iterator[Callable[..., Running]]:
    """Start a command as a marked process with captured lines; whatever is left of it is killed after the test."""
    runs: list[Running] = []

    def start_command(*command: str, **env: str) -> Running:
        mark = uuid.uuid4().hex
        process = subprocess.Popen(
            [sys.executable, "-u", *command],
            env={**os.environ, **env, _MARK: mark},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
        lines: queue.Queue[str] = queue.Queue()
        threading.Thread(target=_read, args=(process, lines), daemon=True).start()
        runs.append(Running(process, lines, mark))
        return runs[-1]

    yield start_command
    for run in runs:
        for pid in _pids():
            if _command_if_marked(pid, run.mark):
                os.kill(pid, signal.SIGKILL)
        run.process.wait()


@pytest.fixture
def supervise(start: Callable[..., Running]) -> Callable[..., Running]:
    """Start a supervisor over services given as name=script, and wait until it serves."""

    def start_services(**scripts: str) -> Running:
        words = [f"{name}={script}" for name, script in scripts.items()]
        running = start("-m", "tests.tools.supervised", *words)
        running.wait_for("serving")
        return running

    return start_services


def _read(process: subprocess.Popen[str], lines: "queue.Queue[str]") -> None:
    assert process.stdout is not None
    with process.stdout:
        for line in process.stdout:
            lines.put(line.rstrip("\n"))


def _pids() -> list[int]:
    return [int(entry.name) for entry in Path("/proc").iterdir() if entry.name.isdigit()]


def _command_if_marked(pid: int, mark: str) -> str:
    """The command line of a process that was started with the mark, else nothing; zombies have neither."""
    try:
        if f"{_MARK}={mark}".encode() not in Path(f"/proc/{pid}/environ").read_bytes().split(b"\0"):
            return ""
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode()
    except OSError:
        return ""
