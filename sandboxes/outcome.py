"""From a supervisor's report to an `Outcome`. What the candidate's process said is decoded within bounds."""

from typing import Any

from . import values
from .model import Ending, Foreseen, Frame, Limits, Outcome, Raised

_ENDINGS = {
    "RETURNED": Ending.RETURNED,
    "RAISED": Ending.RAISED,
    "SYNTAX": Ending.SYNTAX,
    "EXITED": Ending.EXITED,
    "SIGNALLED": Ending.SIGNALLED,
    "WALL_TIME": Ending.WALL_TIME,
    "KILLED": Ending.WALL_TIME,  # the host gave up on it
    "CPU_TIME": Ending.CPU_TIME,
    "MEMORY": Ending.MEMORY,
    "OUTPUT": Ending.OUTPUT,
    "VALUE": Ending.VALUE,
    "REFUSED": Ending.VALUE,
}
_SIGKILL = 9
_ERROR_BOUNDS = values.Bounds(bytes=1 << 20, depth=8, items=2000)
_FRAMES = 50
_NAME, _LINE, _MESSAGE = 200, 500, 2048  # characters


def from_report(
    report: dict[str, Any], limits: Limits, oom_killed: bool, foreseen: Foreseen | None = None
) -> Outcome:
    """Return the outcome of a run; `oom_killed`: the kernel killed for memory in its cell while it was on."""
    ending = _ENDINGS[report["ending"]]
    if ending is Ending.SIGNALLED and report["signal"] == _SIGKILL and oom_killed:
        ending = Ending.MEMORY
    value, error, ending = _said(ending, report, limits, foreseen)
    return Outcome(
        ending=ending,
        value=value,
        error=error,
        exit_code=report["exit_code"],
        signal=report["signal"] if ending is Ending.SIGNALLED else None,
        wall_s=report["wall_s"],
        cpu_s=report["cpu_s"],
        memory_bytes=report["memory_bytes"],
        stdout=report["stdout"],
        stderr=report["stderr"],
        stdout_truncated=report["stdout_truncated"],
        stderr_truncated=report["stderr_truncated"],
    )


def _said(
    ending: Ending, report: dict[str, Any], limits: Limits, foreseen: Foreseen | None
) -> tuple[Any, Raised | None, Ending]:
    """Return value, error and ending, given what the process replied."""
    payload = report["payload"]
    if payload is None:
        return None, None, ending
    if report["ending"] == "REFUSED":
        return None, Raised("ValueError", payload[:2048].decode("utf-8", "replace")), ending
    if ending is Ending.RETURNED and foreseen is not None and payload == foreseen.data:
        return foreseen.value, None, ending
    try:
        if ending is Ending.RETURNED:
            return values.decode(payload, values.Bounds(bytes=limits.value_bytes)), None, ending
        if ending in (Ending.RAISED, Ending.SYNTAX) or report["ending"] == "MEMORY":
            return None, _raised(values.decode(payload, _ERROR_BOUNDS)), ending
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        return None, Raised("ValueError", f"the reply was refused: {error}"), Ending.VALUE
    return None, None, ending


def _raised(said: Any) -> Raised:
    """Return what the process says it raised; every part is checked, since the candidate could have written it."""
    frames = tuple(
        Frame(_text(file, _NAME), _number(line) or 0, _text(function, _NAME), _text(text, _LINE))
        for file, line, function, text in _list(said["frames"])[:_FRAMES]
    )
    line, column, text = said.get("line"), said.get("column"), said.get("text")
    return Raised(
        type=_text(said["type"], _NAME),
        message=_text(said["message"], _MESSAGE),
        frames=frames,
        line=_number(line),
        column=_number(column),
        text=None if text is None else _text(text, _MESSAGE),
    )


def _text(value: Any, most: int) -> str:
    if type(value) is not str:
        raise TypeError(f"{type(value).__name__} instead of a text")
    return value[:most]


def _list(value: Any) -> list[Any]:
    if type(value) is not list:
        raise TypeError(f"{type(value).__name__} instead of a list")
    return value


def _number(value: Any) -> int | None:
    if value is not None and type(value) is not int:
        raise TypeError(f"{type(value).__name__} instead of a number")
    return value
