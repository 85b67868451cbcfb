"""Whether what a program has written is right: by a typed checker on the host, or by checker.py in the author's cell."""

from __future__ import annotations

from graders import authored
from graders.cases import TestCase
from graders.cells import Author
from graders.checkers import build
from graders.checkers.output import Lines, Tokens
from graders.kinds.function.traces import Fit
from graders.kinds.program.shown import fill
from graders.outcomes import Failure, failure, wrong
from graders.package.model import Package
from graders.report import CaseRow, Note
from graders.verdict import Verdict
from sandboxes import Ending, Outcome


class Written:
    """The comparison that checker.toml declares."""

    def __init__(self, package: Package) -> None:
        self.manifest = package.manifest
        checker = build(package.checker) if package.checker else Lines()
        assert isinstance(checker, Tokens | Lines)
        self.checker: Tokens | Lines = checker

    def fit(self, case: TestCase, outcome: Outcome) -> Fit:
        """Endings first, then the text."""
        assert case.expected is not None
        if failed := ended_badly(outcome, self.manifest.limits.wall_s) or self._failure(outcome):
            return Fit(failed)
        try:
            text = outcome.stdout.decode()
        except UnicodeDecodeError as error:
            return Fit(
                wrong("wa.encoding", f"The output is not UTF-8 text: {error.reason} at byte {error.start}.")
            )
        return self.compare(case, case.expected.value, text)

    def compare(self, case: TestCase, expected: str, actual: str) -> Fit:
        """The text that was written against the expected one."""
        mismatch = self.checker.compare(expected, actual)
        if mismatch is None:
            return Fit()
        text = f"{mismatch}."
        return Fit(wrong(mismatch.id, text[:1].upper() + text[1:]))

    def fill(self, row: CaseRow, case: TestCase, outcome: Outcome, fit: Fit) -> None:
        """Put input and both texts into the row."""
        fill(row, self.checker, case, outcome, fit)

    def _failure(self, outcome: Outcome) -> Failure | None:
        return (
            None
            if outcome.ending is Ending.EXITED
            else failure(outcome, self.manifest.entry, self.manifest.limits)
        )


class Authored(Written):
    """The word of checker.py: check(case, expected, actual), both texts."""

    def __init__(self, package: Package, author: Author) -> None:
        super().__init__(package)
        self.author = author

    def compare(self, case: TestCase, expected: str, actual: str) -> Fit:
        """Whatever the author's code says."""
        word = authored.word(self.author.call("check", case.plain(), expected, actual), self.author.name)
        return Fit() if word is True else Fit(wrong("wa.checker", word or "The answer is wrong."))


def decider(package: Package, author: Author) -> Written:
    """What decides for this package."""
    return Authored(package, author) if package.has_own_checker else Written(package)


def ended_badly(outcome: Outcome, wall_s: float) -> Failure | None:
    """RE for a program that ends with another status than 0, which is how it says that it failed."""
    if outcome.ending is not Ending.EXITED or outcome.exit_code == 0:
        return None
    text = f"Ended with status {outcome.exit_code}; a program that is done ends with 0."
    return Failure(Verdict.RE, Note(id="re.exit", text=text))
