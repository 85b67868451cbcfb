"""The values of a case as people see them: input, expected, actual, and the difference of the two."""

from __future__ import annotations

from typing import Any

from graders.cases import Expected, TestCase, show_call, show_input
from graders.checkers.base import Path
from graders.difference import difference
from graders.kinds.function.traces import CONSTRUCTOR, Fit, entries
from graders.package.manifest import Entry
from graders.pretty import shown, tokens
from graders.report import CaseRow, Shown
from graders.texts import clean
from sandboxes import Ending, Outcome


def fill(row: CaseRow, entry: Entry, case: TestCase, outcome: Outcome, fit: Fit) -> None:
    """Put the values into the row."""
    returned = outcome.ending is Ending.RETURNED
    if entry.type == "class" and case.calls is not None:
        _fill_trace(row, entry, case, outcome.value if returned else None, fit)
        return
    row.input = show_input(entry, case)
    expected = case.expected
    if expected is None:
        return
    if expected.kind == "value" and returned:
        _fill_pair(row, expected.value, outcome.value, fit.focus, bool(fit.failure))
        return
    row.expected = expected_shown(expected)
    if returned:
        row.actual = shown(outcome.value)
    elif outcome.ending is Ending.RAISED and outcome.error:
        row.actual = Shown(text=f"raises {clean(outcome.error.type)}: {clean(outcome.error.message)}"[:2000])


def expected_shown(expected: Expected, focus: Path = ()) -> Shown:
    """What a function is to give, as text."""
    return (
        Shown(text=f"raises {expected.raises}") if expected.kind == "raises" else shown(expected.value, focus)
    )


def _fill_pair(row: CaseRow, expected: Any, actual: Any, focus: Path, failed: bool) -> None:
    left, left_cut = tokens(expected, focus)
    right, right_cut = tokens(actual, focus)
    row.expected = Shown(text="".join(left), truncated=left_cut)
    row.actual = Shown(text="".join(right), truncated=right_cut)
    if failed:
        row.difference = difference(left, right)


def _fill_trace(row: CaseRow, entry: Entry, case: TestCase, actual: Any, fit: Fit) -> None:
    expected = case.expected.value if case.expected else None
    given = entries(actual, len(case.calls or ()))
    if fit.call is None:
        row.input = show_input(entry, case)
        row.expected = (
            _results(case, [expected["made"], *expected["results"]], asked=True) if expected else None
        )
        row.actual = _results(case, given) if given else None
        return
    row.input = show_input(entry, case, fit.call)
    if expected is None:
        return
    wanted = [expected["made"], *expected["results"]][fit.call + 1]
    mine = given[fit.call + 1] if given and fit.call + 1 < len(given) else None
    if mine and wanted[0] == mine[0] == "value" and fit.call != CONSTRUCTOR:
        _fill_pair(row, wanted[1], mine[1], fit.focus, failed=True)
        return
    row.expected = _entry(wanted, fit.call, asked=True)
    row.actual = _entry(mine, fit.call) if mine else None


def _entry(entry: list[Any], call: int, asked: bool = False) -> Shown:
    """One entry as text; of an exception that is asked for only the type, since its words are free."""
    if entry[0] == "raised":
        message = f": {clean(entry[2])}" if len(entry) > 2 and entry[2] and not asked else ""
        return Shown(text=f"raises {clean(entry[1])}{message}"[:2000])
    return Shown(text="an object") if call == CONSTRUCTOR else shown(entry[1])


def _results(case: TestCase, rows: list[list[Any]], asked: bool = False) -> Shown:
    """`topk() → [9, 8, 10]` per call that gives something; the constructor only when it raises."""
    lines, cut = [], False
    if rows[0][0] == "raised":
        return _entry(rows[0], CONSTRUCTOR, asked)
    for place, (call, row) in enumerate(zip(case.calls or (), rows[1:], strict=False)):
        if row[0] == "value" and row[1] is None:
            continue
        text = _entry(row, place, asked)
        lines.append(f"{show_call(call[0], tuple(call[1:]), {}, limit=80).text} → {text.text}")
        cut |= text.truncated
        if len(lines) == 20:
            return Shown(text="\n".join([*lines, "…"]), truncated=True)
    return Shown(text="\n".join(lines) or "None from every call", truncated=cut)
