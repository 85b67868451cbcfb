"""What the candidate's code raised, as plain data: type, message, and the frames in the candidate's own files."""

import dis
import sys
import traceback
from types import TracebackType
from typing import Any

WORK = "/tmp/work"
_MESSAGE = 2048  # characters
_FIRST, _LAST = 10, 20  # frames kept of a long traceback
_RAISE = dis.opmap["RAISE_VARARGS"]
_TORCH_REFUSAL = "DefaultCPUAllocator: can't allocate memory"


def describe(error: BaseException, sources: dict[str, bytes]) -> dict[str, Any]:
    """Return `error` as a dict for the host; `sources` maps the candidate's file names to their contents."""
    described: dict[str, Any] = {
        "type": type(error).__qualname__,
        "message": _message(error),
        "frames": _frames(error.__traceback__, sources),
    }
    if isinstance(error, SyntaxError):
        described |= {"message": str(error.msg)[:_MESSAGE], "line": error.lineno, "column": error.offset}
        described["text"] = str(error.text or "").rstrip("\n")[:_MESSAGE]
        described["file"] = own_file(error.filename)
    return described


def own_file(name: object) -> str | None:
    """Return the candidate's name of the file at path `name`, or None if it is none of the candidate's."""
    text = name if isinstance(name, str) else ""
    return text.removeprefix(WORK + "/") if text.startswith(WORK + "/") else None


def memory_was_refused(error: BaseException) -> bool:
    """Tell whether an allocator raised `error`, rather than a `raise MemoryError` somewhere in Python code."""
    if isinstance(error, RuntimeError):
        return _TORCH_REFUSAL in _message(error)
    return isinstance(error, MemoryError) and not _comes_from_a_raise(error)


def source_was_refused(error: BaseException, sources: dict[str, bytes]) -> bool:
    """Tell whether the compiler refused a file of the candidate's, rather than code of that file raising the like."""
    if not isinstance(error, SyntaxError) or own_file(error.filename) not in sources:
        return False
    return not (_comes_from_a_raise(error) and _frames(error.__traceback__, sources))


def _comes_from_a_raise(error: BaseException) -> bool:
    step = error.__traceback__
    while step is not None and step.tb_next is not None:
        step = step.tb_next
    return step is not None and step.tb_frame.f_code.co_code[step.tb_lasti] == _RAISE


def print_exit_message(code: object) -> int:
    """Do with the argument of `sys.exit` what the interpreter does; return the exit status."""
    if code is None:
        return 0
    if isinstance(code, int):
        return code & 0xFF
    print(code, file=sys.stderr)
    return 1


def _message(error: BaseException) -> str:
    try:
        return str(error)[:_MESSAGE]
    except Exception as second:
        return f"<its message failed: {type(second).__name__}>"


def _frames(trace: TracebackType | None, sources: dict[str, bytes]) -> list[list[Any]]:
    steps = [
        (own, line, frame.f_code.co_name)
        for frame, line in traceback.walk_tb(trace)
        if (own := own_file(frame.f_code.co_filename)) is not None
    ]
    if len(steps) > _FIRST + _LAST:
        steps = steps[:_FIRST] + steps[-_LAST:]
    return [
        [file, line, function[:200], _line(sources.get(file, b""), line)] for file, line, function in steps
    ]


def _line(source: bytes, number: int | None) -> str:
    lines = source.split(b"\n")
    if number is None or not 0 < number <= len(lines):
        return ""
    return lines[number - 1].decode("utf-8", "replace").strip()[:500]
