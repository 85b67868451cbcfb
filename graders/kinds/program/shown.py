"""Input and output of a program as people see them: both texts around the first difference, which is marked."""

from __future__ import annotations

import re

from graders.cases import TestCase
from graders.checkers.output import Lines, Tokens
from graders.difference import difference
from graders.kinds.function.traces import Fit
from graders.pretty import LIMIT
from graders.report import CaseRow, Shown
from graders.verdict import Verdict
from sandboxes import Outcome

BEFORE = 3
"""Lines shown before the one that differs."""
_PIECES = re.compile(r"\s+|\S+")


def fill(row: CaseRow, checker: Tokens | Lines, case: TestCase, outcome: Outcome, fit: Fit) -> None:
    """Put the texts into the row."""
    row.input = cut_text(case.args[0])
    expected = case.expected.value if case.expected else ""
    actual = outcome.stdout.decode("utf-8", "replace")
    if fit.failure is None or fit.failure.verdict is not Verdict.WA:
        row.expected, row.actual = cut_text(expected), cut_text(actual)
        return
    skipped = max(0, _first_difference(checker, expected, actual) - BEFORE)
    left, right = (_window(text, skipped) for text in (expected, actual))
    row.expected, row.actual = left, right
    pieces = [_PIECES.findall(text.text) for text in (left, right)]
    if len(pieces[0]) == len(pieces[1]):  # what is near enough is not marked
        pairs = zip(*pieces, strict=True)
        pieces[0] = [actual if checker.agree(wanted, actual) else wanted for wanted, actual in pairs]
    row.difference = difference(*pieces)


def cut_text(text: str) -> Shown:
    """The beginning of a text."""
    return Shown(text=text[:LIMIT] + ("…" if len(text) > LIMIT else ""), truncated=len(text) > LIMIT)


def _window(text: str, skipped: int) -> Shown:
    """A text without its first lines."""
    if not skipped:
        return cut_text(text)
    shown = cut_text("\n".join(text.split("\n")[skipped:]))
    return Shown(text=f"… {skipped} lines …\n{shown.text}", truncated=True)


def _first_difference(checker: Tokens | Lines, expected: str, actual: str) -> int:
    """The first line (0-based) on which the texts do not agree."""
    left, right = expected.split("\n"), actual.split("\n")
    for number, (one, other) in enumerate(zip(left, right, strict=False)):
        if checker.compare(one, other):
            return number
    return min(len(left), len(right)) - 1
