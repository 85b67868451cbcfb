"""Examiners: the author's code asks the candidate's, each in its own cell, every call through the host."""

from __future__ import annotations

import math
from collections.abc import Iterator
from contextlib import ExitStack
from typing import Any

from graders.cases import TestCase, show_call
from graders.cells import Author, Cell, ending_words
from graders.faults import AuthorFault
from graders.outcomes import Failure, failure, wrong
from graders.package.model import SUBMISSION, Package
from graders.report import CaseRow, CheckRow, Shown
from graders.rows import case_row, is_hidden
from graders.texts import clean
from graders.verdict import Verdict
from sandboxes import Answer, Ask, Ending, Outcome

PROXY_FAILED = "ProxyFailed"
OUTPUT_CAP = 64 << 10


class Probe:
    """The candidate's side of one case: one process whose state carries over, until `fresh()` asks for another."""

    def __init__(self, package: Package, cell: Cell) -> None:
        self._entry, self._limits, self._cell = package.manifest.entry, package.manifest.limits, cell
        self._stack = ExitStack()
        self._process: Any = None
        self.calls: list[Outcome] = []
        self.failed: Outcome | None = None
        self.compiles = True

    def answer(self, ask: Ask) -> Answer:
        """Carry one call of the examiner's over to the candidate."""
        if ask.name == "fresh":
            self.close()
            return Answer(value=None, meta={})
        outcome = self._cell.use(lambda session: self._call(session, ask), attempts=1)
        self.calls.append(outcome)
        meta = {"wall_s": outcome.wall_s, "cpu_s": outcome.cpu_s, "memory_bytes": outcome.memory_bytes}
        if outcome.ending is Ending.RETURNED:
            return Answer(value=outcome.value, meta=meta)
        self.failed = outcome
        self.compiles &= outcome.ending is not Ending.SYNTAX
        if outcome.ending is not Ending.RAISED:
            self.close()  # the process is gone; the next call starts another
        failed = failure(outcome, self._entry, self._limits)
        return Answer(failed=failed.note.text if failed else outcome.ending.name, meta=meta)

    def close(self) -> None:
        """End the process."""
        self._process = None
        stack, self._stack = self._stack, ExitStack()
        stack.close()

    def _call(self, session: Any, ask: Ask) -> Outcome:
        if self._process is None:
            self._process = self._stack.enter_context(session.open(SUBMISSION))
            loaded = self._process.load()
            if loaded.ending is not Ending.RETURNED:
                return loaded
            self.calls.append(loaded)  # what a module does when it is loaded is the candidate's time too
        return self._process.call(ask.name, ask.args, ask.kwargs)


class Examiner:
    """examiner.py on each case; curves of visible cases are kept for the report."""

    def __init__(self, package: Package, author: Author, cell: Cell) -> None:
        self._package, self._author, self._cell = package, author, cell
        self.curves: dict[str, dict[str, list[float | None]]] = {}

    def rows(self, case: TestCase) -> Iterator[CaseRow]:
        """A row for the case; checks that name another group make a row there."""
        probe = Probe(self._package, self._cell)
        try:
            outcome = self._author.converse("examine", case.args, probe.answer)
        finally:
            probe.close()
        total = _total(probe.calls)
        if failed := self._failure(outcome, probe):
            row = case_row(self._package, case, total, failed.verdict, failed.note)
            row.error = failed.error
            yield self._with_input(row, case)
            return
        finding = self._author.value(outcome, "the examiner")
        if not is_hidden(self._package, case.group):
            self.curves |= _curves(finding["curves"])
        for group in dict.fromkeys(check["group"] or case.group for check in finding["checks"]):
            yield self._checked(case, total, group, finding["checks"])

    def _failure(self, outcome: Outcome, probe: Probe) -> Failure | None:
        """The candidate's failure if that is what ended the examiner, or if its code does not even compile."""
        if outcome.ending is Ending.RETURNED and (probe.compiles or probe.failed is None):
            return None
        let_through = outcome.error is not None and outcome.error.type.rpartition(".")[2] == PROXY_FAILED
        if probe.failed and (let_through or not probe.compiles):
            return failure(probe.failed, self._package.manifest.entry, self._package.manifest.limits)
        if outcome.ending is Ending.RETURNED:
            return None
        raise AuthorFault(
            f"{self._package.set_slug}/{self._package.slug}: the examiner {ending_words(outcome)}"
        )

    def _checked(self, case: TestCase, total: Outcome, group: str, checks: list[dict[str, Any]]) -> CaseRow:
        if not self._package.manifest.group(group):
            raise AuthorFault(f"{self._package.slug}: a check names the group {group!r}, which there is not")
        mine = [check for check in checks if (check["group"] or case.group) == group]
        rows = [
            CheckRow(title=clean(c["title"]), passed=c["passed"], message=clean(c["message"])[:1000])
            for c in mine
        ]
        missed = next((row for row in rows if not row.passed), None)
        failed = (
            wrong("wa.check", f"{missed.title}: {missed.message}" if missed.message else missed.title)
            if missed
            else None
        )
        moved = TestCase(case.number, group, case.note, case.args)
        verdict = failed.verdict if failed else Verdict.AC
        row = case_row(self._package, moved, total, verdict, failed.note if failed else None)
        row.checks = rows
        return self._with_input(row, case)

    def _with_input(self, row: CaseRow, case: TestCase) -> CaseRow:
        if row.verdict is not Verdict.AC or not row.hidden:
            row.input = Shown(text=show_call("examine", case.args, {}).text)
        return row


def _total(calls: list[Outcome]) -> Outcome:
    """The calls of a case as one: times added, the peak of memory, output in order."""
    ending = calls[-1].ending if calls else Ending.RETURNED
    stdout, stderr = b"".join(c.stdout for c in calls), b"".join(c.stderr for c in calls)
    return Outcome(
        ending=ending,
        value=None,
        error=None,
        exit_code=None,
        signal=None,
        wall_s=sum(call.wall_s for call in calls),
        cpu_s=sum(call.cpu_s for call in calls),
        memory_bytes=max((call.memory_bytes for call in calls), default=0),
        stdout=stdout[:OUTPUT_CAP],
        stderr=stderr[:OUTPUT_CAP],
        stdout_truncated=len(stdout) > OUTPUT_CAP or any(call.stdout_truncated for call in calls),
        stderr_truncated=len(stderr) > OUTPUT_CAP or any(call.stderr_truncated for call in calls),
    )


def _curves(given: Any) -> dict[str, dict[str, list[float | None]]]:
    """Curves as lists of finite numbers or null; AuthorFault if they have another form."""
    try:
        return {
            str(name): {str(line): [_finite(value) for value in values] for line, values in lines.items()}
            for name, lines in given.items()
        }
    except (AttributeError, TypeError, ValueError) as error:
        raise AuthorFault(f"the examiner's curves are no lists of numbers: {error}") from None


def _finite(value: Any) -> float | None:
    return float(value) if value is not None and math.isfinite(value) else None
