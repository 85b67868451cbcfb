"""Traces of a class: the constructor and its calls, compared entry by entry.

An entry is ["value", v] or ["raised", type name, message], the latter perhaps with the frames it came through.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from graders.cases import TestCase, show_call
from graders.checkers import Checker
from graders.checkers.base import Path
from graders.outcomes import STRUCTURAL, Failure, raised, wrong
from graders.package.manifest import Entry
from graders.report import Error
from graders.texts import FRAMES, MESSAGE, NAME, clean, cut, frame

CONSTRUCTOR = -1
FRAME = [str, int, str, str]
"""File, line, function and source text of a frame."""


@dataclass(frozen=True)
class Fit:
    """How an answer compares: the failure if any, the call it is in, and the path within its value."""

    failure: Failure | None = None
    call: int | None = None
    focus: Path = ()


RIGHT = Fit()
_SCALARS = frozenset((type(None), bool, int, float, str, bytes))


def compare(entry: Entry, case: TestCase, expected: Any, actual: Any, checkers: dict[str, Checker]) -> Fit:
    """The first entry that does not fit, from the constructor on."""
    wanted = [expected["made"], *expected["results"]]
    given = entries(actual, len(case.calls or ()))
    if given is None:
        return Fit(wrong("wa.trace", "The calls did not all give a result."), CONSTRUCTOR)
    for place, (left, right) in enumerate(zip(wanted, given, strict=False)):
        if left[0] == right[0] == "value" and _is_same_scalar(left[1], right[1]):
            continue
        call = place - 1
        fit = _entry(entry, case, call, left, right, checkers)
        if fit.failure:
            return fit
        if left[0] == "raised" and call == CONSTRUCTOR:
            return RIGHT
    return RIGHT


def _is_same_scalar(left: Any, right: Any) -> bool:
    """Whether no checker need be asked: most calls of a long trace give one number, and most are right."""
    return type(left) is type(right) and type(left) in _SCALARS and left == right


def entries(actual: Any, calls: int) -> list[list[Any]] | None:
    """Constructor and results of a trace if it has the right form, which a forged reply may lack."""
    if not isinstance(actual, dict) or not isinstance(actual.get("results"), list):
        return None
    rows = [actual.get("made"), *actual["results"]]
    if not all(
        isinstance(row, list | tuple) and len(row) >= 2 and row[0] in ("value", "raised") for row in rows
    ):
        return None
    if any(row[0] == "raised" and not all(isinstance(part, str) for part in row[1:3]) for row in rows):
        return None
    complete = rows[0][0] == "raised" or len(rows) == calls + 1
    if rows[0][0] == "value":
        rows[0] = ["value", None]  # the object itself, of which only its absence would tell anything
    return [list(row) for row in rows] if complete else None


def _entry(
    entry: Entry, case: TestCase, call: int, wanted: list[Any], given: list[Any], checkers: dict[str, Checker]
) -> Fit:
    method = None if call == CONSTRUCTOR else (case.calls or ())[call][0]
    if given[0] == "raised":
        return Fit(_raised(entry, method, _where(entry, case, call), wanted, given), call)
    if wanted[0] == "raised":
        where = _where(entry, case, call)
        return Fit(wrong("wa.not_raised", f"{where}expected {wanted[1]} to be raised; nothing was."), call)
    if method is None:
        return RIGHT
    mismatch = checkers[method].compare(wanted[1], given[1])
    if not mismatch:
        return RIGHT
    return Fit(wrong(mismatch.id, f"{_where(entry, case, call)}{mismatch}."), call, mismatch.path)


def _where(entry: Entry, case: TestCase, call: int) -> str:
    if call == CONSTRUCTOR:
        return f"{entry.name}(…): "
    name, *args = (case.calls or ())[call]
    return f"Call {call + 1}, {show_call(name, tuple(args), {}, limit=60).text}: "


def _raised(
    entry: Entry, method: str | None, where: str, wanted: list[Any], given: list[Any]
) -> Failure | None:
    """What an exception is worth: nothing wrong if it was asked for, WA if another one was, RE if none was."""
    if wanted[0] == "raised" and given[1] == wanted[1]:
        return None
    failed = raised(_error(given), entry, method, where)
    if wanted[0] != "raised" or failed.note.id in STRUCTURAL:
        return failed
    name = cut(clean(given[1]), NAME)
    text = f"{where}expected {wanted[1]} to be raised, got {name}: {clean(_message(given))}"
    return wrong("wa.raised", text)


def _error(given: list[Any]) -> Error:
    """The exception of an entry, with the candidate's own lines where the cell told them."""
    told = given[3] if len(given) > 3 and isinstance(given[3], list) else []
    rows = [row for row in told if isinstance(row, list | tuple) and [type(part) for part in row] == FRAME]
    frames = [frame(line, function, text) for _, line, function, text in rows[:FRAMES]]
    last = frames[-1] if frames else None
    return Error(
        type=cut(clean(given[1]), NAME),
        message=clean(_message(given)),
        line=last.line if last else None,
        source=last.source if last else None,
        frames=frames,
    )


def _message(given: list[Any]) -> str:
    return cut(given[2], MESSAGE) if len(given) > 2 else ""
