"""A smaller input on which a submission fails in the same way: delta debugging over the values of a case, or its text.

A candidate learns more from `f([2, 2])` than from a list of fifty numbers. Every input that is tried must be one the
author's `validate` agrees to, and what is expected on it comes from the reference, both in the author's cell.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from graders.cases import TestCase
from graders.caseset import case_set, expected_of
from graders.cells import Author, Cell, author_limits, candidate_cell, candidate_limits, evaluation
from graders.faults import AuthorFault
from graders.kinds import registry
from graders.kinds.function.decide import Decider
from graders.messages import Job
from graders.outcomes import Failure
from graders.package.model import SUBMISSION, Package
from graders.report import CaseRow, Report, Smaller
from graders.shrinking.texts import simpler_text
from graders.shrinking.values import Calls, simpler_input
from graders.stock import draw
from graders.verdict import Verdict
from sandboxes import Pool
from sandboxes.values import encode

BUDGET_S = 1.0
"""Seconds for one search, all in all."""
RUN_S = 0.25
"""Wall time of one run in it: an input on which the code goes on for longer is no better one."""
MOST_BYTES = 1 << 20
"""Of an input that is worth looking at; each step of a larger one would take too long."""
MOST_RUNS = 1000
"""Runs of the candidate's code in one search, however quick they are."""
KINDS = ("function", "program")


@dataclass(frozen=True)
class Failing:
    """A case on which the submission fails, and how."""

    case: TestCase
    row: CaseRow
    failure: Failure
    call: int | None = None  # of a class: in which call


def smaller(job: Job, package: Package, pool: Pool, report: Report) -> Smaller | None:
    """The smallest input found in BUDGET_S that fails like the first failing case; None if there is none smaller."""
    row = next((row for row in report.cases if row.verdict not in (None, Verdict.AC)), None)
    if row is None or not job.smaller or not can_shrink(package, report):
        return None
    until = time.monotonic() + BUDGET_S
    case = _case_of(package, pool, report, row)
    if case is None or len(case.packed_args) + len(case.packed_calls) > MOST_BYTES:
        return None
    limits = package.manifest.limits
    quick = replace(candidate_limits(package.manifest), wall_s=min(RUN_S, limits.wall_s))
    with (
        Author(pool, package, replace(author_limits(limits), wall_s=BUDGET_S)) as author,
        candidate_cell(pool, package, job.files, quick) as cell,
    ):
        found = Search(package, author, cell, case, until).run()
    return _shown(found, row, case) if found else None


def can_shrink(package: Package, report: Report) -> bool:
    """Whether a smaller input can be looked for: values that are compared, a validator, and a wrong answer or an error."""
    judged = package.manifest.kind in KINDS and not package.has_examiner
    validated = b"def validate" in package.files.get("cases.py", b"")
    return (
        judged
        and validated
        and not (report.device and report.device.ran_on != "cpu")  # others wait for the device
        and report.mode == "grade"
        and report.verdict in (Verdict.WA, Verdict.RE, Verdict.PA)
    )


class Search:
    """Greedy: the first simpler input that still fails is gone on with, large cuts before small ones."""

    def __init__(self, package: Package, author: Author, cell: Cell, case: TestCase, until: float) -> None:
        self.package, self.author, self.cell, self.case, self.until = package, author, cell, case, until
        self.judge: Decider = registry.decider(package, author)
        self.tried: set[bytes] = set()
        self.runs = 0

    def run(self) -> Failing | None:
        """The smallest found; None if the case itself does not fail here, or nothing smaller does."""
        first = self._failing(self.case)
        if first is None:
            return None
        found, start = first, 0
        while True:
            step = self._next(found, start, first)
            if step:
                start, found = step  # what was refused before this place is refused again, most likely
            elif start:
                start = 0
            else:
                return found if found is not first else None

    def _next(self, found: Failing, start: int, first: Failing) -> tuple[int, Failing] | None:
        """The next simpler input, from number `start` of them on, that fails like the first; with its number."""
        for place, case in enumerate(self._simpler(found)):
            if self.is_over():
                return None
            if place < start:
                continue
            key = encode([case.args, case.calls])
            if key not in self.tried:
                self.tried.add(key)
                if alike := self._alike(case, first):
                    return place, alike
        return None

    def is_over(self) -> bool:
        """Whether time or runs are used up."""
        return time.monotonic() > self.until or self.runs >= MOST_RUNS

    def _simpler(self, found: Failing) -> Iterator[TestCase]:
        case = found.case
        inputs: Iterator[tuple[tuple[Any, ...], Calls]]
        if self.package.manifest.kind == "program":
            inputs = (((text,), None) for text in simpler_text(case.args[0]))
        else:
            inputs = simpler_input(case.args, case.calls, found.call)
        for args, calls in inputs:
            yield TestCase(case.number, case.group, "", args, case.kwargs, calls)

    def _alike(self, case: TestCase, first: Failing) -> Failing | None:
        """The case with what is expected, if it is allowed and fails as the first one does."""
        calls = None if case.calls is None else list(case.calls)
        try:
            if self.author.refusal(case.args, case.kwargs, calls) is not None:
                return None
            expected = expected_of(self.package, self.author, case)
        except AuthorFault:  # the reference has no answer to it
            return None
        assert first.case.expected is not None
        if expected.kind != first.case.expected.kind or expected.raises != first.case.expected.raises:
            return None
        found = self._failing(replace(case, expected=expected))
        return found if found and _mark(found.failure) == _mark(first.failure) else None

    def _failing(self, case: TestCase) -> Failing | None:
        self.runs += 1
        outcome = self.cell.run(evaluation(SUBMISSION, self.package.manifest.entry, case))
        fit = self.judge.fit(case, outcome)
        if fit.failure is None:
            return None
        row = CaseRow(number=case.number, group=case.group, hidden=False, verdict=fit.failure.verdict)
        self.judge.fill(row, case, outcome, fit)
        return Failing(case, row, fit.failure, fit.call)


def _mark(failure: Failure) -> tuple[Verdict, str, str]:
    """By what two failures are taken for the same mistake: verdict, message id, type of the exception."""
    return failure.verdict, failure.note.id, failure.error.type if failure.error else ""


def _case_of(package: Package, pool: Pool, report: Report, row: CaseRow) -> TestCase | None:
    """The case of a row: a fixed one, or one of those drawn from the report's seed."""
    fixed = case_set(package, pool).fixed
    if row.number <= len(fixed):
        return fixed[row.number - 1]
    if report.engine.seed is None:
        return None
    drawn = draw(package, pool, report.engine.seed).cases
    place = row.number - len(fixed) - 1
    return drawn[place] if place < len(drawn) else None


def _shown(found: Failing, row: CaseRow, case: TestCase) -> Smaller | None:
    """What people see, if it is less to read than the case itself."""
    size = len(found.case.packed_args) + len(found.case.packed_calls)
    if size >= len(case.packed_args) + len(case.packed_calls) or found.row.input is None:
        return None
    return Smaller(
        number=row.number,
        message=found.failure.note.text,
        input=found.row.input,
        expected=found.row.expected,
        actual=found.row.actual,
        difference=found.row.difference,
    )
