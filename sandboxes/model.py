"""What is asked of a sandbox, and what it answers."""

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Any, TypeAlias

from . import values
from .values import Plain


@dataclass(frozen=True)
class Limits:
    """What one run may use. Seconds and bytes; `cpu_s=None` leaves CPU time to the wall clock."""

    wall_s: float = 2.0
    cpu_s: float | None = None
    memory_bytes: int = 256 << 20
    output_bytes: int = 64 << 10  # kept of stdout and of stderr
    flood_bytes: int = 1 << 20  # more than this written, both together, ends the run
    value_bytes: int = 16 << 20  # one reply
    file_bytes: int = 64 << 20  # in /tmp, and again in /dev/shm
    processes: int = 64  # threads count

    def as_message(self) -> dict[str, Any]:
        """Return the limits as they travel into a cell."""
        return asdict(self)


class Ending(StrEnum):
    """How a run ended, by the account of the kernel and the host's clock."""

    RETURNED = "returned"
    RAISED = "raised"
    SYNTAX = "syntax"
    EXITED = "exited"
    SIGNALLED = "signalled"
    WALL_TIME = "wall_time"
    CPU_TIME = "cpu_time"
    MEMORY = "memory"
    OUTPUT = "output"
    VALUE = "value"  # the reply was too big, undecodable or forged


@dataclass(frozen=True)
class Frame:
    """One line of a traceback, in a file of the candidate's."""

    file: str
    line: int
    function: str
    text: str


@dataclass(frozen=True)
class Raised:
    """An exception of the candidate's, outermost frame first; `line`, `column`, `text` place a syntax error."""

    type: str
    message: str
    frames: tuple[Frame, ...] = ()
    line: int | None = None
    column: int | None = None
    text: str | None = None


@dataclass(frozen=True)
class Outcome:
    """What became of one run. `memory_bytes` is the peak above the warm interpreter, over all processes."""

    ending: Ending
    value: Plain = None
    error: Raised | None = None
    exit_code: int | None = None
    signal: int | None = None
    wall_s: float = 0.0
    cpu_s: float = 0.0
    memory_bytes: int = 0
    stdout: bytes = b""
    stderr: bytes = b""
    stdout_truncated: bool = False
    stderr_truncated: bool = False


@dataclass(frozen=True)
class Packed:
    """Arguments that `values.pack` has packed already: a list or tuple, or a dict of keyword arguments."""

    data: bytes


@dataclass(frozen=True)
class Foreseen:
    """A value that may well come back, and the bytes that `values.encode` makes of it."""

    data: bytes
    value: Plain


Arguments: TypeAlias = "tuple[Any, ...] | list[Any] | Packed"
Keywords: TypeAlias = "dict[str, Any] | Packed | None"


@dataclass(frozen=True)
class Call:
    """Call function `name` of `file`; with `proxy`, its first argument is a proxy that the host answers for."""

    file: str
    name: str
    args: Arguments = ()
    kwargs: Keywords = None
    proxy: bool = False

    def request(self) -> dict[str, Any]:
        arguments = [packed(self.args), packed(self.kwargs or {})]
        return {"kind": "call", "file": self.file, "name": self.name, "args": arguments, "proxy": self.proxy}


@dataclass(frozen=True)
class Trace:
    """Make an object of class `name` and call its methods in order: `calls` is a list of (method, arguments)."""

    file: str
    name: str
    args: Arguments = ()
    calls: Any = ()

    def request(self) -> dict[str, Any]:
        arguments = [packed(self.args), packed(self.calls)]
        return {"kind": "trace", "file": self.file, "name": self.name, "args": arguments}


@dataclass(frozen=True)
class Batch:
    """Do `parts`, all on `file`, one after another in one process; the value is the list of theirs.

    All inputs are read before the account is opened. The first part that raises ends the batch; without parts the
    file is executed and nothing else.
    """

    file: str
    parts: Sequence[Call | Trace] = ()

    def request(self) -> dict[str, Any]:
        return {"kind": "batch", "file": self.file, "parts": [part.request() for part in self.parts]}


@dataclass(frozen=True)
class Script:
    """Run `file` as the main program."""

    file: str
    argv: list[str] = field(default_factory=list)
    stdin: bytes = b""

    def request(self) -> dict[str, Any]:
        return {"kind": "script", "file": self.file, "argv": list(self.argv), "stdin": self.stdin}


@dataclass(frozen=True)
class Ask:
    """A call on the proxy, for the host to answer."""

    name: str
    args: list[Plain]
    kwargs: dict[str, Plain]


@dataclass(frozen=True)
class Answer:
    """The host's answer to an `Ask`: a value, or with `failed` the text of an exception."""

    value: Any = None
    meta: dict[str, Any] = field(default_factory=dict)
    failed: str | None = None


Handler: TypeAlias = Callable[[Ask], Answer]


def packed(arguments: Any) -> bytes:
    """Return arguments as bytes, packing them if that has not been done yet."""
    return arguments.data if isinstance(arguments, Packed) else values.pack(arguments)
