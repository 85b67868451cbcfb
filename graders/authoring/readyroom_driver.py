"""Runs inside an author's cell: calls the package's files and turns what they give into plain data."""

from __future__ import annotations

import inspect
import random
import sys
import time
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent))

import readyroom
from readyroom import OMITTED, Case, Finding, InvalidDesign

REPORT_EVERY_S = 0.1


def generate(which: str, seed: int | str, size: int | None = None) -> list[dict[str, Any]] | None:
    """The cases that `cases(rng)` or `fresh(rng)` of cases.py yields; None if there is no such function.

    Of a problem that asks for a device both get the size in which they are to be made: `cases(rng, size)`.
    """
    import cases  # type: ignore[import-not-found]

    function = getattr(cases, which, None)
    if function is None:
        return None
    given = (random.Random(seed),) if size is None else (random.Random(seed), size)
    return [_plain_case(case) for case in function(*given)]


def _plain_case(case: Any) -> dict[str, Any]:
    if not isinstance(case, Case):
        raise TypeError(f"cases.py must yield readyroom.Case, not {type(case).__name__}")
    calls = None if case.calls is None else [tuple(call) for call in case.calls]
    plain = {"args": tuple(case.args), "kwargs": dict(case.kwargs or {}), "calls": calls}
    plain |= {"group": case.group, "note": case.note, "raises": case.raises}
    if case.expected is not OMITTED:
        plain["expected"] = case.expected
    return plain


def scale(which: str, seed: str, asked: list[tuple[int, int]]) -> list[list[dict[str, Any]]]:
    """For each (size, count) so many cases that `which(rng, size)` of cases.py returns."""
    import cases

    function, rng = getattr(cases, which), random.Random(seed)
    return [[_plain_case(function(rng, size)) for _ in range(count)] for size, count in asked]


def validate(args: tuple[Any, ...], kwargs: dict[str, Any], calls: list[Any] | None) -> str | None:
    """What cases.validate has against an input, or None."""
    import cases

    function = getattr(cases, "validate", None)
    if function is None:
        return None
    given: list[Any] = [args, calls]
    if len(inspect.signature(function).parameters) == 1:  # of a program: the text
        given = list(args)
    if len(inspect.signature(function).parameters) > 2:
        given.append(kwargs)
    try:
        function(*given)
    except ValueError as error:
        return str(error) or "this input is not allowed"
    except (
        TypeError,
        LookupError,
        AttributeError,
        OverflowError,
    ):  # the last by integers that no float can hold
        return "it does not have the form that is asked for"
    return None


def cost(args: tuple[Any, ...]) -> Any:
    """What a timed call must at least do, by cases.cost: bytes to move, operations to make."""
    import cases

    return cases.cost(*args)


def check(case: dict[str, Any], expected: Any, actual: Any) -> bool | str:
    """The word of checker.py: True, or False or a reason."""
    import checker  # type: ignore[import-not-found]

    word = checker.check(Case(**case), expected, actual)
    if not isinstance(word, bool | str):
        raise TypeError(f"checker.check must return a bool or a str, not {type(word).__name__}")
    return word


def examine(candidate: Any, *args: Any) -> dict[str, Any]:
    """The finding of examiner.py as plain data."""
    import examiner  # type: ignore[import-not-found]

    finding = examiner.examine(candidate, *args)
    if not isinstance(finding, Finding):
        raise TypeError(f"examiner.examine must return readyroom.Finding, not {type(finding).__name__}")
    checks = [
        {"title": c.title, "passed": bool(c.passed), "message": c.message, "group": c.group}
        for c in finding.checks
    ]
    return {"checks": checks, "curves": finding.curves, "details": finding.details}


def simulate(host: Any, design: Any, case: dict[str, Any]) -> dict[str, Any]:
    """{"result": …} of simulator.py, or {"invalid": [where, why]}."""
    import simulator  # type: ignore[import-not-found]

    readyroom._listener = _reporter(host)
    try:
        return {"result": simulator.simulate(design, case)}
    except InvalidDesign as error:
        return {"invalid": [error.where, error.why]}


def _reporter(host: Any) -> Any:
    last = time.monotonic()

    def report(done: int, total: int) -> None:
        nonlocal last
        now = time.monotonic()
        if now - last >= REPORT_EVERY_S:
            last = now
            host.progress(done, total)

    return report
