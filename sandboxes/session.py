"""A session: one candidate's files in fresh namespaces of a cell, and the runs and processes in it."""

import time
from collections.abc import Callable
from pathlib import PurePosixPath
from types import TracebackType
from typing import Any

from . import values
from .cell import Cell
from .errors import CellLost, ProcessEnded
from .model import (
    Answer,
    Arguments,
    Ask,
    Call,
    Ending,
    Handler,
    Keywords,
    Limits,
    Outcome,
    Script,
    Trace,
    encoded,
)
from .outcome import from_report

_READY_S = 30.0  # for our own code in a fresh process
_GRACE_S = 5.0  # for the supervisor to stop what the host told it to stop
_FILES_BYTES = 8 << 20


class Session:
    """Made by `Pool.session`; a context manager. For one thread; one process of the candidate at a time."""

    def __init__(
        self, cell: Cell, files: dict[str, bytes], limits: Limits, release: Callable[[Cell], None]
    ) -> None:
        check_files(files)
        self._cell, self._files, self._limits, self._release = cell, files, limits, release
        self._process: Process | None = None
        self._closed = False
        cell.sessions += 1
        cell.tell({"do": "session", "files": files, "limits": limits.as_message()})
        cell.expect("session", _READY_S)

    def run(
        self, work: Call | Trace | Script, answer: Handler | None = None, limits: Limits | None = None
    ) -> Outcome:
        """Do `work` in a fresh process, which ends with it. Raises `CellLost` if the cell fails.

        `answer` is called for each `Ask` that a proxy makes, in this thread; its time is nobody's.
        """
        self._end_process()
        self._require(work.file)
        return self._request(work.request(), limits or self._limits, True, False, answer)

    def open(self, file: str, limits: Limits | None = None) -> "Process":
        """Return a process for `file` whose state carries over between calls; it replaces an open one."""
        self._require(file)
        self._end_process()
        self._process = Process(self, file, limits or self._limits)
        return self._process

    def close(self) -> None:
        """End everything in the session and give the cell back."""
        if self._closed:
            return
        self._closed = True
        try:
            if not self._cell.lost:
                self._cell.tell({"do": "end"})
        except CellLost:
            pass  # whoever takes cells back sees that it is lost
        finally:
            self._release(self._cell)

    def __enter__(self) -> "Session":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _require(self, file: str) -> None:
        if file not in self._files:
            raise ValueError(f"the session has no file {file!r}")

    def _end_process(self) -> None:
        if self._process is not None:
            self._process.close()
            self._process = None

    def _request(
        self,
        request: dict[str, Any],
        limits: Limits,
        new: bool,
        stays: bool,
        answer: Handler | None = None,
    ) -> Outcome:
        if self._closed:
            raise RuntimeError("the session is closed")
        cell, oom_before = self._cell, self._cell.oom_kills()
        order = {"do": "request", "new": new, "stays": stays, "limits": limits.as_message()}
        cell.tell({**order, "body": values.encode(request)})
        cell.expect("ready", _READY_S)
        cell.tell({"do": "go"})
        report, wall_s, over = self._attend(limits, answer)
        if report is None:
            return Outcome(Ending.WALL_TIME, wall_s=wall_s)
        outcome = from_report(report, limits, wall_s, over, oom_killed=lambda: cell.oom_kills() > oom_before)
        cell.spoilt |= outcome.ending is Ending.VALUE
        return outcome

    def _attend(self, limits: Limits, answer: Handler | None) -> tuple[dict[str, Any] | None, float, bool]:
        """Wait for the end of a run by the host's clock; return the report, the wall time, whether it was over."""
        begin, answering, over = time.monotonic(), 0.0, False
        allowed = limits.wall_s
        while True:
            spent = time.monotonic() - begin - answering
            try:
                left = allowed - spent + (_GRACE_S if over else 0.0)
                message = self._cell.hear(max(0.0, left))
            except TimeoutError:
                if over:
                    self._cell.close()  # it does not stop what it was told to stop
                    return None, spent, True
                over = True
                self._cell.tell({"do": "kill"})
                continue
            if message.get("is") == "more":
                # The kernel says that the process waited for a CPU that others had: that is not its time.
                allowed = time.monotonic() - begin - answering + min(float(message["s"]), limits.wall_s)
                over = False
                continue
            if message.get("is") == "done":
                return message, time.monotonic() - begin - answering, over
            since = time.monotonic()
            if not over:
                self._answer(message, limits, answer)
            answering += time.monotonic() - since

    def _answer(self, message: dict[str, Any], limits: Limits, answer: Handler | None) -> None:
        reply = b""
        try:
            name, args, kwargs = values.decode(
                message["body"], values.Bounds(bytes=limits.value_bytes + 1024)
            )
            if type(name) is not str or type(args) is not list or type(kwargs) is not dict:
                raise ValueError("a malformed call on the proxy")
        except ValueError as error:
            answered = Answer(failed=f"the call does not cross: {error}")
        else:
            if answer is None:
                answered = Answer(failed="nobody answers calls on this proxy")
            else:
                try:
                    answered = answer(Ask(name, args, kwargs))
                except BaseException:
                    self._cell.close()  # the examiner still waits in there, and nobody will ever answer
                    raise
        reply = values.encode([answered.failed, answered.value, answered.meta])
        self._cell.tell({"do": "answer", "body": reply})


class Process:
    """A process of the candidate's that stays between calls. A context manager that ends it."""

    def __init__(self, session: Session, file: str, limits: Limits) -> None:
        self._session, self._file, self._limits = session, file, limits
        self._started = False
        self.alive = True
        self.last: Outcome | None = None

    def load(self) -> Outcome:
        """Execute the file (anew) as a module."""
        return self._do({"kind": "load", "file": self._file})

    def call(
        self, name: str, args: Arguments = (), kwargs: Keywords = None, answer: Handler | None = None
    ) -> Outcome:
        """Call a function of the module, which is loaded if it is not yet."""
        arguments = [encoded(args), encoded(kwargs or {})]
        request = {
            "kind": "call",
            "file": self._file,
            "name": name,
            "args": arguments,
            "proxy": answer is not None,
        }
        return self._do(request, answer)

    def trace(self, name: str, args: Arguments = (), calls: Any = ()) -> Outcome:
        """Make an object of a class of the module and call its methods; see `Trace`."""
        return self._do(Trace(self._file, name, args, calls).request())

    def _do(self, request: dict[str, Any], answer: Handler | None = None) -> Outcome:
        if not self.alive:
            raise ProcessEnded(self.last)
        new, self._started = not self._started, True
        try:
            outcome = self._session._request(request, self._limits, new, True, answer)
        except BaseException:
            self.alive = False
            raise
        self.last = outcome
        self.alive = outcome.ending in (Ending.RETURNED, Ending.RAISED)
        return outcome

    def close(self) -> None:
        """End the process and everything that it started."""
        if self.alive and self._started and not self._session._cell.lost:
            self._session._cell.tell({"do": "close"})
        self.alive = False

    def __enter__(self) -> "Process":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def check_files(files: dict[str, bytes]) -> None:
    """Raise ValueError unless every name is a plain relative path and all files together are of sane size."""
    for name, content in files.items():
        path = PurePosixPath(name)
        if not name or path.is_absolute() or ".." in path.parts or str(path) != name or "\0" in name:
            raise ValueError(f"not a usable file name: {name!r}")
        if not isinstance(content, bytes):
            raise ValueError(f"the content of {name!r} is not bytes")
    if sum(map(len, files.values())) > _FILES_BYTES:
        raise ValueError(f"the files are larger than {_FILES_BYTES >> 20} MiB together")
