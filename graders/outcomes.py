"""From what the sandbox saw to a verdict with words. Nothing is guessed: each ending has one meaning."""

from __future__ import annotations

import re
import signal
from dataclasses import dataclass

from graders.package.manifest import CaseLimits, Entry
from graders.package.model import SUBMISSION
from graders.report import Error, Note
from graders.texts import caret, clean, frame, place
from graders.verdict import Verdict
from sandboxes import Ending, Outcome, Raised

STRUCTURAL = ("re.missing", "re.signature")
"""Failures that say the code is not what was asked for, whatever the case."""


@dataclass(frozen=True)
class Failure:
    """Why a case did not pass."""

    verdict: Verdict
    note: Note
    error: Error | None = None


def failure(outcome: Outcome, entry: Entry, limits: CaseLimits) -> Failure | None:
    """What went wrong with a run by its ending; None if it returned."""
    match outcome.ending:
        case Ending.RETURNED:
            return None
        case Ending.SYNTAX:
            return _syntax(outcome.error)
        case Ending.RAISED:
            return raised(error_of(outcome.error), entry)
        case Ending.WALL_TIME:
            return _fail(Verdict.TLE, "tle.wall", f"Still running after {limits.wall_s:g} s.")
        case Ending.CPU_TIME:
            seconds = limits.cpu_s or limits.wall_s
            return _fail(Verdict.TLE, "tle.cpu", f"Used more than {seconds:g} s of processor time.")
        case Ending.MEMORY:
            return _fail(Verdict.MLE, "mle.memory", f"Needed more than {limits.memory_mib} MiB.")
        case Ending.OUTPUT:
            return _fail(Verdict.OLE, "ole.output", "Wrote more to stdout or stderr than is taken.")
        case Ending.EXITED:
            status = outcome.exit_code if outcome.exit_code is not None else 0
            return _fail(
                Verdict.RE, "re.exit", f"Ended the process with status {status} instead of returning."
            )
        case Ending.SIGNALLED:
            return _fail(Verdict.RE, "re.signal", f"The process was ended by {_signal_name(outcome.signal)}.")
        case Ending.VALUE:
            reason = clean(outcome.error.message) if outcome.error else "it is too large or not plain data"
            return _fail(Verdict.RE, "re.value", f"What came back cannot be taken as an answer: {reason}")
    raise AssertionError(f"unknown ending {outcome.ending}")


def error_of(error: Raised | None) -> Error:
    """An exception as the report has it: the candidate's own lines only."""
    if error is None:
        return Error(type="Exception", message="")
    frames = [frame(f.line, f.function, f.text or "") for f in error.frames if f.file.endswith(SUBMISSION)]
    return Error(
        type=clean(error.type),
        message=clean(error.message),
        line=error.line or (frames[-1].line if frames else None),
        column=error.column,
        source=clean(error.text) if error.text else (frames[-1].source if frames else None),
        frames=frames,
    )


def raised(error: Error, entry: Entry, method: str | None = None, context: str = "") -> Failure:
    """RE for an exception; what is missing or has another signature is named as the problem asks for it."""
    name = method or entry.name
    asked = entry.signature_of(name)
    if not error.frames and _is_missing(error, entry, method):
        what = "method" if method else entry.type
        return _fail(Verdict.RE, "re.missing", f"There is no {what} {name}. Expected: {asked}", error)
    if not error.frames and error.type == "TypeError" and _is_arity(error.message, entry, method):
        text = f"{name} cannot be called as asked: {error.message}. Expected: {asked}"
        return _fail(Verdict.RE, "re.signature", text, error)
    if error.type == "NotImplementedError" and not error.message:
        return _fail(
            Verdict.RE, "re.not_implemented", f"{context}{name} is not written yet{place(error)}.", error
        )
    message = f": {error.message}" if error.message else ""
    return _fail(Verdict.RE, "re.raised", f"{context}Raised {error.type}{message}{place(error)}", error)


def wrong(id: str, text: str) -> Failure:
    """WA with a reason."""
    return _fail(Verdict.WA, id, text)


def _is_missing(error: Error, entry: Entry, method: str | None) -> bool:
    """Whether the harness, not the candidate's code, found the name missing; both messages are its own."""
    if method:
        return error.type == "AttributeError" and error.message.endswith(f"has no attribute {method!r}")
    return error.type == "NameError" and error.message.endswith(f"defines no {entry.name!r}")


def _is_arity(message: str, entry: Entry, method: str | None) -> bool:
    if method:
        called = rf"{re.escape(entry.name)}\.{re.escape(method)}"
    else:
        called = rf"{re.escape(entry.name)}(\.__(init|new)__)?"
    arity = rf"^{called}\(\) (takes|missing|got (an unexpected|multiple|some positional))"
    return bool(re.match(arity, message)) or message.endswith("object is not callable")


def _syntax(raised_error: Raised | None) -> Failure:
    error = error_of(raised_error)
    where = f"Line {error.line}" + (f", column {error.column}" if error.column else "")
    text = f"{where}: {error.message}{caret(error)}" if error.line else f"{error.type}: {error.message}"
    return _fail(Verdict.CE, "ce.syntax", text, error)


def _signal_name(number: int | None) -> str:
    try:
        return signal.Signals(number or 0).name
    except ValueError:
        return f"signal {number}"


def _fail(verdict: Verdict, id: str, text: str, error: Error | None = None) -> Failure:
    return Failure(verdict, Note(id=id, text=text), error)
