"""Work on authors' texts in processes of their own: neither Markdown nor a parser knows a bound, and a site must answer.

A process is kept for the next request, since to start one takes as long as a person waits. Whichever does not answer in
time is ended, and the next request gets another.
"""

import atexit
import json
import os
import select
import struct
import subprocess
import sys
import threading
import time
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

import structlog

from webapp.practice.domain.refusals import Refused

PROCESSES = 2
SERVES = 2000
"""Requests after which a process is replaced."""
MOST_BYTES = 32 << 20
log = structlog.get_logger(__name__)
_ROOT = Path(__file__).resolve().parents[3]


class Desk:
    """A few processes that work on texts, for many threads. Started when they are first needed."""

    def __init__(self, processes: int = PROCESSES) -> None:
        self._room = threading.BoundedSemaphore(processes)
        self._idle: list[_Process] = []
        self._lock = threading.Lock()

    def ask(self, work: str, about: Mapping[str, Any], within_s: float) -> Any:
        """What the work made; Refused when it takes longer than `within_s` seconds, fails, or nobody is free."""
        if not self._room.acquire(timeout=within_s):
            raise Refused(
                "desk.busy", "Others' texts are being worked on. Try again in a moment.", 503, wait_s=2
            )
        try:
            process = self._take()
            try:
                said = process.ask({"work": work, "about": about}, within_s)
            except (OSError, EOFError, TimeoutError) as error:
                process.end()
                log.warning("a text took too long", work=work, error=str(error))
                words = (
                    f"It takes longer than {within_s:g} s, or too much memory, to read this."
                    if isinstance(error, TimeoutError)
                    else "What reads this came to an end on it."
                )
                raise Refused(
                    "desk.late", f"{words} Look for what repeats or nests without end.", 422
                ) from None
            self._give(process)
        finally:
            self._room.release()
        if "failed" in said:
            raise Refused("desk.failed", f"This cannot be read: {said['failed']}", 422)
        return said["made"]

    def warm(self) -> None:
        """Have a process ready, without waiting for it."""
        if not self._idle:
            threading.Thread(target=self._begin, name="desk", daemon=True).start()

    def _begin(self) -> None:
        with suppress(Refused):  # whoever asks next starts one
            self.ask("render", {"texts": ["$x$"]}, 20.0)

    def close(self) -> None:
        """End all processes that rest."""
        with self._lock:
            idle, self._idle = self._idle, []
        for process in idle:
            process.end()

    def _take(self) -> "_Process":
        with self._lock:
            while self._idle:
                process = self._idle.pop()
                if process.alive:
                    return process
        return _Process()

    def _give(self, process: "_Process") -> None:
        if process.served >= SERVES:
            process.end()
            return
        with self._lock:
            self._idle.append(process)


class _Process:
    def __init__(self) -> None:
        words = [sys.executable, "-m", "webapp.authoring.deskwork"]
        kept = {
            name: os.environ[name]
            for name in ("PATH", "LANG", "LC_ALL", "TMPDIR", "HOME")
            if name in os.environ
        }
        kept["OPENBLAS_NUM_THREADS"] = "1"  # each thread of it would reserve memory of the few
        self._process = subprocess.Popen(
            words,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=_ROOT,
            env=kept,
        )
        self.served = 0
        assert self._process.stdin
        assert self._process.stdout
        self._in, self._out = self._process.stdin, self._process.stdout
        self._first = True

    @property
    def alive(self) -> bool:
        return self._process.poll() is None

    def ask(self, asked: Mapping[str, Any], within_s: float) -> dict[str, Any]:
        until = time.monotonic() + within_s + (20.0 if self._first else 0.0)  # it has to import what it needs
        data = json.dumps(asked).encode()
        self._in.write(struct.pack(">I", len(data)) + data)
        self._in.flush()
        (size,) = struct.unpack(">I", self._read(4, until))
        if size > MOST_BYTES:
            raise OSError("an answer without end")
        said: dict[str, Any] = json.loads(self._read(size, until))
        self.served, self._first = self.served + 1, False
        return said

    def _read(self, count: int, until: float) -> bytes:
        data = b""
        while len(data) < count:
            left = until - time.monotonic()
            if left <= 0 or not select.select([self._out], [], [], left)[0]:
                raise TimeoutError("no answer in time")
            chunk = os.read(self._out.fileno(), count - len(data))
            if not chunk:
                raise EOFError("it has ended")
            data += chunk
        return data

    def end(self) -> None:
        self._process.kill()
        self._process.wait()
        for stream in (self._in, self._out):
            with suppress(OSError):
                stream.close()


_desk = Desk()
atexit.register(_desk.close)


def desk() -> Desk:
    """This process's desk."""
    return _desk


def rendered(text: str) -> str:
    """Markdown as candidates see it, as HTML that is safe to put on a page."""
    (html,) = _desk.ask("render", {"texts": [text]}, 4.0)
    return str(html)


def inspected(set_slug: str, slug: str, texts: Mapping[str, str]) -> dict[str, Any]:
    """{notes, package}: what reading the package finds, and what it says of itself, or None if it cannot be read."""
    found: dict[str, Any] = _desk.ask(
        "inspect", {"set_slug": set_slug, "slug": slug, "files": dict(texts)}, 15.0
    )
    return found


def as_candidate(set_slug: str, slug: str, texts: Mapping[str, str]) -> dict[str, Any]:
    """The same, with the texts rendered."""
    found: dict[str, Any] = _desk.ask(
        "candidate", {"set_slug": set_slug, "slug": slug, "files": dict(texts)}, 15.0
    )
    return found
