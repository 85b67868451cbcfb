"""Runs the site's processes together: prefixes their output, restarts what crashes, leaves nothing behind."""

import os
import selectors
import signal
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from tools import console
from tools.watchdog import Watchdog, bind_to_parent, end_group

STABLE_S = 60.0  # a process that ran this long starts its backoff anew
BACKOFF_S = (0.5, 1.0, 2.0, 5.0, 10.0, 30.0)
GRACE_S = 10.0  # from the request to stop until the processes are killed
_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


@dataclass(frozen=True)
class Service:
    """One process of the site, and how to tell that it is up."""

    name: str
    command: Sequence[str]
    env: Mapping[str, str]
    ready: Callable[[], bool] | None = None
    # The next services start once this one is ready, or after this long.
    patience_s: float = 15.0
    # Others stand on it: it is stopped after them.
    foundation: bool = False


@dataclass
class _Child:
    service: Service
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    failures: int = 0
    restart_at: float | None = None
    reading: bool = False
    partial: bytes = b""


@dataclass
class Supervisor:
    """Starts services in order, in one thread, and stops them all when told to or when one of them cannot start."""

    services: Sequence[Service]
    on_serving: Callable[[], None] = lambda: None
    _children: list[_Child] = field(default_factory=list)
    _selector: selectors.BaseSelector = field(default_factory=selectors.DefaultSelector)
    _signals: int = 0

    @property
    def _stopping(self) -> bool:
        return self._signals > 0

    def run(self) -> int:
        """Serve until a signal; 0 when every process has ended."""
        self._watchdog = Watchdog.start()
        previous = self._catch_signals()
        try:
            self._children = [_Child(service) for service in self.services]
            if all(self._bring_up(child) for child in self._children):
                self.on_serving()
            while not self._stopping:
                self._turn()
        finally:
            self._stop_all()
            self._watchdog.close()
            for number, handler in previous.items():
                signal.signal(number, handler)
        return 0

    def _catch_signals(self) -> dict[signal.Signals, Any]:
        """Let signals end the wait instead of the process: the write end wakes the selector."""
        self._wake_read, wake_write = os.pipe()
        os.set_blocking(wake_write, False)
        self._selector.register(self._wake_read, selectors.EVENT_READ, None)
        signal.set_wakeup_fd(wake_write)

        def stop(number: int, frame: object) -> None:
            self._signals += 1

        return {number: signal.signal(number, stop) for number in _SIGNALS}

    def _bring_up(self, child: _Child) -> bool:
        """Start a service and wait until it is ready; False when told to stop meanwhile."""
        self._start(child)
        ready, deadline = child.service.ready, time.monotonic() + child.service.patience_s
        while ready is not None and not self._stopping and not ready():
            if time.monotonic() > deadline:
                console.note(
                    f"{child.service.name} is not ready after {child.service.patience_s:.0f} s; going on"
                )
                break
            self._turn(at_most_s=0.05)
        return not self._stopping

    def _start(self, child: _Child) -> None:
        child.process = subprocess.Popen(
            child.service.command,
            env=dict(child.service.env),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            # Its own session: Ctrl-C reaches the supervisor alone, and the whole group can be ended.
            start_new_session=True,
            preexec_fn=bind_to_parent(os.getpid()),
        )
        child.started, child.restart_at, child.partial = time.monotonic(), None, b""
        self._watchdog.add(child.process.pid)
        assert child.process.stdout is not None
        os.set_blocking(child.process.stdout.fileno(), False)
        self._selector.register(child.process.stdout, selectors.EVENT_READ, child)
        child.reading = True

    def _turn(self, at_most_s: float = 0.5) -> None:
        """Pass on output, notice ends, restart what is due."""
        for key, _ in self._selector.select(at_most_s):
            if key.data is None:
                os.read(self._wake_read, 512)
            else:
                self._pass_on(key.data)
        for child in self._children:
            if child.process is not None and child.process.poll() is not None:
                self._ended(child)
            elif child.restart_at is not None and time.monotonic() >= child.restart_at and not self._stopping:
                self._start(child)

    def _pass_on(self, child: _Child) -> None:
        assert child.process is not None and child.process.stdout is not None
        try:
            chunk = os.read(child.process.stdout.fileno(), 65536)
        except BlockingIOError:  # its group is dead, and what still holds the pipe is not ours to wait for
            chunk = b""
        *lines, child.partial = (child.partial + chunk).split(b"\n")
        if not chunk:
            lines, child.partial, child.reading = [line for line in [child.partial] if line], b"", False
            self._selector.unregister(child.process.stdout)
        for line in lines:
            self._print(child, line)

    def _print(self, child: _Child, line: bytes) -> None:
        prefix = console.colour(f"{child.service.name:>7} │", "dim")
        try:
            console.say(f"{prefix} {line.decode(errors='replace').rstrip()}")
        except OSError:  # the terminal or the pipe is gone, and nobody could stop the site any more
            self._signals = max(self._signals, 1)

    def _ended(self, child: _Child) -> None:
        """Clear up after a process, and say when it will be back unless all are stopping."""
        assert child.process is not None and child.process.stdout is not None
        code, lived = child.process.returncode, time.monotonic() - child.started
        end_group(child.process.pid)
        while child.reading:
            self._pass_on(child)
        child.process.stdout.close()
        self._watchdog.remove(child.process.pid)
        child.process = None
        if self._stopping:
            return
        child.failures = 1 if lived >= STABLE_S else child.failures + 1
        pause = BACKOFF_S[min(child.failures, len(BACKOFF_S)) - 1]
        child.restart_at = time.monotonic() + pause
        console.note(f"{child.service.name} {_how_it_ended(code)}; starting it again in {pause:g} s")

    def _stop_all(self) -> None:
        """End every process, those that others stand on last."""
        self._signals = max(self._signals, 1)
        for foundation in (False, True):
            self._stop([child for child in self._children if child.service.foundation is foundation])
        self._selector.close()
        signal.set_wakeup_fd(-1)

    def _stop(self, children: Sequence[_Child]) -> None:
        """End processes politely, and for good when they take too long or a second signal asks for haste."""
        deadline = time.monotonic() + GRACE_S
        for child in children:
            if child.process is not None:
                child.process.terminate()
        while any(child.process for child in children) and time.monotonic() < deadline and self._signals < 2:
            self._turn(at_most_s=0.05)
        for child in children:
            if child.process is not None:
                end_group(child.process.pid)
                child.process.wait()
                self._ended(child)


def _how_it_ended(code: int) -> str:
    return f"was killed by {signal.Signals(-code).name}" if code < 0 else f"ended with exit code {code}"
