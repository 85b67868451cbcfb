"""A case from an input that the candidate typed, with the reference's answer beside it."""

from __future__ import annotations

from typing import Any

from graders.cases import TestCase
from graders.caseset import expected_of
from graders.cells import Author
from graders.faults import AuthorFault, InputRefused
from graders.own_input import CallInput, InputError, parse
from graders.package.manifest import Entry
from graders.package.model import Package
from graders.texts import clean

OWN = "own"
"""The group of a case that is nobody's but the candidate's."""


def own_case(package: Package, author: Author, text: str) -> TestCase:
    """The case `text` spells, after the author's validate has agreed to it; InputRefused says why not."""
    if package.has_examiner:
        raise InputRefused("This problem is examined by probes, so it takes no input of one's own.")
    entry = package.manifest.entry
    try:
        given = parse(entry, text)
    except InputError as error:
        raise InputRefused(f"Line {error.line}, column {error.column}: {error.message}") from None
    args, kwargs = positional(entry, given)
    calls = None if given.calls is None else list(given.calls)
    if refused := author.refusal(args, kwargs, calls):
        raise InputRefused(f"Your input was not run: {clean(refused)}")
    case = TestCase(1, OWN, "your input", args, kwargs, given.calls)
    try:
        return TestCase(1, OWN, "your input", args, kwargs, given.calls, expected_of(package, author, case))
    except AuthorFault:
        raise InputRefused(
            "The reference itself does not finish on this input, so nothing was compared."
        ) from None


def positional(entry: Entry, given: CallInput) -> tuple[tuple[Any, ...], dict[str, Any]]:
    """Arguments by position as far as the declared parameters allow it; a class takes no others."""
    args, kwargs = list(given.args), dict(given.kwargs)
    for name in entry.parameters[len(args) :]:
        if name not in kwargs:
            break
        args.append(kwargs.pop(name))
    if kwargs and entry.type == "class":
        raise InputRefused(f"{entry.name} has no parameter {next(iter(kwargs))} here.")
    return tuple(args), kwargs
