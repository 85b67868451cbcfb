"""A session: one candidate's files in fresh namespaces of a cell, and the runs and processes in it."""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import PurePosixPath
from types import TracebackType
from typing import Any

from . import values
from .cell import Cell
from .errors import CellLost, ProcessEnded
from .inside.account import STRETCH
from .model import (
    Answer,
    Arguments,
    Ask,
    Batch,
    Call,
    Ending,
    Foreseen,
    Handler,
    Keywords,
    Limits,
    Outcome,
    Script,
    Trace,
    packed,
)
from .outcome import from_report

_READY_S = 30.0  # for our own code in a fresh process
_GRACE_S = 30.0  # for the kernel to take apart what a run leaves
_FILES_BYTES = 8 << 20
_AHEAD = 5  # requests that a cell has beyond the one that it serves
_SMALL = (
    32 << 10
)  # bytes; of larger ones only one at a time is read and decoded beside the run that is served
_AHEAD_BYTES = 2 << 20  # of each: it takes of the same cell's memory


@dataclass(frozen=True)
class _Order:
    """A request to the cell, encoded."""

    body: bytes
    limits: Limits
    new: bool = True  # in a process of its own
    stays: bool = False
    asks: bool = False

    @property
    def large(self) -> bool:
        """Whether to decode it takes a processor for long enough to be felt."""
        return len(self.body) > _SMALL

    def follows(self, other: "_Order") -> bool:
        """Whether the cell can have it while it serves `other`."""
        alone = self.stays or self.asks or other.stays or other.asks
        return not alone and self.limits == other.limits and len(self.body) <= _AHEAD_BYTES

    def as_message(self) -> dict[str, Any]:
        order = {"do": "request", "new": self.new, "stays": self.stays, "asks": self.asks}
        return {**order, "limits": self.limits.as_message(), "body": self.body}


class Session:
    """Made by `Pool.session`; a context manager. For one thread; one process of the candidate at a time."""

    def __init__(
        self,
        cell: Cell,
        files: dict[str, bytes],
        limits: Limits,
        release: Callable[[Cell], None],
        runs: int | None = None,
    ) -> None:
        check_files(files)
        self._cell, self._files, self._limits, self._release = cell, files, limits, release
        self._process: Process | None = None
        self._begun: deque[_Order] = deque()  # not finished yet
        self._told = 0  # how many of them the cell knows
        self._oom_kills = cell.oom_kills()  # when a run last ended
        self._closed = False
        cell.sessions += 1
        cell.expected.append(runs)
        cell.tell({"do": "session", "files": files, "limits": limits.as_message(), "runs": runs})
        cell.expect("session", _READY_S)

    def run(
        self, work: Call | Trace | Batch | Script, answer: Handler | None = None, limits: Limits | None = None
    ) -> Outcome:
        """Do `work` in a fresh process, which ends with it. Raises `CellLost` if the cell fails.

        Ends what was begun and not finished. `answer` is called for each `Ask` that a proxy makes, in this thread;
        its time is nobody's.
        """
        self.abandon()
        self.begin(work, limits)
        return self.finish(answer).outcome()

    def begin(self, work: Call | Trace | Batch | Script, limits: Limits | None = None) -> None:
        """Have `work` done in a fresh process, without waiting; `finish` returns what became of it.

        More can be begun before the first is finished: one runs at a time, in this order, and while it does, the
        next one's process reads its input, and the host can look at what became of the last.
        """
        self._end_process()
        self._require(work.file)
        request = work.request()
        asks = bool(request.get("proxy"))
        self._begin(_Order(values.encode(request), limits or self._limits, asks=asks))

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
                self.abandon()
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
        new: bool,
        limits: Limits,
        answer: Handler | None,
        foreseen: Foreseen | None,
    ) -> Outcome:
        """Serve a request in the process that stays, or in a new one that will stay."""
        self.abandon()
        asks = bool(request.get("proxy"))
        self._begin(_Order(values.encode(request), limits, new, stays=True, asks=asks))
        return self.finish(answer).outcome(foreseen)

    def _begin(self, order: _Order) -> None:
        if self._closed:
            raise RuntimeError("the session is closed")
        self._begun.append(order)
        self._tell_ahead()

    def _tell_ahead(self) -> None:
        """Give the cell as many of the requests as it can have, without waiting."""
        while self._told < min(len(self._begun), _AHEAD + 1):
            order = self._begun[self._told]
            if self._told and not order.follows(self._begun[self._told - 1]):
                return
            if order.large and any(self._begun[place].large for place in range(1, self._told)):
                return
            self._cell.tell(order.as_message())
            self._told += 1

    def finish(self, answer: Handler | None = None) -> "Finished":
        """Wait for the first run that was begun and is not finished.

        Raises `CellLost` if the cell fails, or our own code in it. `answer` is called for each `Ask` that a proxy
        makes, in this thread; its time is nobody's.
        """
        if not self._begun:
            raise RuntimeError("no run was begun")
        limits = self._begun[0].limits
        report = self._attend(limits, answer)
        self._begun.popleft()
        self._told -= 1
        if report["ending"] == "FAULT":
            raise CellLost(f"a run could not begin: {report['text']}")
        self._tell_ahead()
        before, self._oom_kills = self._oom_kills, self._cell.oom_kills()
        return Finished(self._cell, report, limits, report["signal"] is not None and self._oom_kills > before)

    def abandon(self) -> None:
        """End and forget the runs that were begun and are not finished."""
        if self._told and not self._cell.lost:
            self._cell.tell({"do": "kill"})
            while self._hear(self._begun[0].limits)["is"] != "idle":
                pass
        self._begun.clear()
        self._told = 0

    def _attend(self, limits: Limits, answer: Handler | None) -> dict[str, Any]:
        """Return the report of the run."""
        while True:
            message = self._hear(limits)
            if message["is"] == "done":
                return message
            self._answer(message, limits, answer)

    def _hear(self, limits: Limits) -> dict[str, Any]:
        """Return the cell's next message. The supervisor keeps the limits; one that says nothing at all is lost."""
        patience = _READY_S + limits.wall_s * STRETCH + _GRACE_S
        try:
            return self._cell.hear(patience)
        except TimeoutError:
            self._cell.close()
            raise CellLost(f"no report of a run after {patience:.0f} s") from None

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
        reply = values.pack([answered.failed, answered.value, answered.meta])
        self._cell.tell({"do": "answer", "body": reply})


class Finished:
    """A run that is over; its reply is decoded when the outcome is asked for."""

    def __init__(self, cell: Cell, report: dict[str, Any], limits: Limits, oom_killed: bool) -> None:
        self._cell, self._report, self._limits, self._oom_killed = cell, report, limits, oom_killed

    @property
    def out_of_time(self) -> bool:
        """Whether a time limit ended it."""
        return self._report["ending"] in ("WALL_TIME", "CPU_TIME")

    def outcome(self, foreseen: Foreseen | None = None) -> Outcome:
        """Return what became of it. A reply of just the bytes `foreseen` is not decoded: its value is at hand."""
        outcome = from_report(self._report, self._limits, self._oom_killed, foreseen)
        self._cell.spoilt |= outcome.ending is Ending.VALUE
        return outcome


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
        arguments = [packed(args), packed(kwargs or {})]
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
        return self.run(Trace(self._file, name, args, calls))

    def run(self, work: Call | Trace, foreseen: Foreseen | None = None) -> Outcome:
        """Do `work` in the process. A reply of just the bytes `foreseen` is not decoded: its value is at hand."""
        if work.file != self._file:
            raise ValueError(f"the process is of {self._file!r}, not of {work.file!r}")
        return self._do(work.request(), foreseen=foreseen)

    def _do(
        self, request: dict[str, Any], answer: Handler | None = None, foreseen: Foreseen | None = None
    ) -> Outcome:
        if not self.alive:
            raise ProcessEnded(self.last)
        new, self._started = not self._started, True
        try:
            outcome = self._session._request(request, new, self._limits, answer, foreseen)
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
