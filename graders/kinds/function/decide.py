"""Whether an answer is right: by a typed checker on the host, or by checker.py in the author's cell."""

from __future__ import annotations

from typing import Any, Protocol

from graders import authored
from graders.cases import TestCase
from graders.cells import Author
from graders.checkers import build, for_method
from graders.checkers.base import find_opaque
from graders.kinds.function.shown import fill
from graders.kinds.function.traces import Fit, compare, entries
from graders.outcomes import STRUCTURAL, error_of, failure, raised, wrong
from graders.package.model import Package
from graders.report import CaseRow
from graders.texts import clean
from sandboxes import Ending, Outcome


class Decider(Protocol):
    """Compares the outcome of a case with what the case expects."""

    def fit(self, case: TestCase, outcome: Outcome) -> Fit:
        """How the answer compares; without a failure it is right."""

    def fill(self, row: CaseRow, case: TestCase, outcome: Outcome, fit: Fit) -> None:
        """Put the values of the case into its row."""


class Typed:
    """The comparison that checker.toml declares."""

    def __init__(self, package: Package) -> None:
        assert package.checker is not None
        self.entry, self.limits = package.manifest.entry, package.manifest.limits
        self.checker = build(package.checker)
        self.by_method = {method: for_method(package.checker, method) for method in self.entry.methods}

    def fit(self, case: TestCase, outcome: Outcome) -> Fit:
        """Endings first, then exceptions asked for, then the value or the trace."""
        expected = case.expected
        assert expected is not None
        if expected.kind == "raises":
            return self._raises(expected.raises, outcome)
        if failed := failure(outcome, self.entry, self.limits):
            return Fit(failed)
        if outcome.value is expected.value:  # to the letter what was expected
            return self.agrees_with_itself(case)
        return self.compare(case, expected.value, outcome.value)

    def agrees_with_itself(self, case: TestCase) -> Fit:
        """How the expected value compares with itself: NaN, or an object, can fail even that. Found once per case."""
        assert case.expected is not None
        if case.self_fit is None:
            object.__setattr__(case, "self_fit", self.compare(case, case.expected.value, case.expected.value))
        return case.self_fit

    def compare(self, case: TestCase, expected: Any, actual: Any) -> Fit:
        """The value that came back against the expected one."""
        if self.entry.type == "class":
            return compare(self.entry, case, expected, actual, self.by_method)
        mismatch = self.checker.compare(expected, actual)
        return Fit(wrong(mismatch.id, _sentence(f"{mismatch}.")), focus=mismatch.path) if mismatch else Fit()

    def fill(self, row: CaseRow, case: TestCase, outcome: Outcome, fit: Fit) -> None:
        """Input, expected and actual value, and what differs."""
        fill(row, self.entry, case, outcome, fit)

    def _raises(self, name: str, outcome: Outcome) -> Fit:
        if outcome.ending is Ending.RETURNED:
            return Fit(wrong("wa.not_raised", f"Expected {name} to be raised; a value was returned."))
        if outcome.ending is not Ending.RAISED:
            return Fit(failure(outcome, self.entry, self.limits))
        error = error_of(outcome.error)
        if error.type == name:
            return Fit()
        failed = raised(error, self.entry)
        if failed.note.id not in STRUCTURAL:
            failed = wrong("wa.raised", f"Expected {name} to be raised. {failed.note.text}")
        return Fit(failed)


class Authored(Typed):
    """The word of checker.py. Whatever is no plain data never reaches it."""

    def __init__(self, package: Package, author: Author) -> None:
        self.entry, self.limits, self.author = package.manifest.entry, package.manifest.limits, author

    def agrees_with_itself(self, case: TestCase) -> Fit:
        """Whatever it is, the author's checker is asked."""
        assert case.expected is not None
        return self.compare(case, case.expected.value, case.expected.value)

    def compare(self, case: TestCase, expected: Any, actual: Any) -> Fit:
        """checker.check(case, expected, actual); for a class both are lists of entries, constructor first."""
        if self.entry.type == "class":
            given = entries(actual, len(case.calls or ()))
            if given is None:
                return Fit(wrong("wa.trace", "The calls did not all give a result."))
            expected, actual = [expected["made"], *expected["results"]], given
        if opaque := find_opaque(actual):
            return Fit(wrong("wa.type", f"The answer holds an object of type {clean(opaque.type_name)}."))
        word = authored.word(self.author.call("check", case.plain(), expected, actual), self.author.name)
        if word is True:
            return Fit()
        return Fit(wrong("wa.checker", word or "The answer is wrong."))


def decider(package: Package, author: Author) -> Decider:
    """What decides for this package (an examiner is no decider: it asks for itself)."""
    return Authored(package, author) if package.has_own_checker else Typed(package)


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]
