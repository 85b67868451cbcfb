"""A function on the device: what it is timed on after it has passed every case, and a row for a timed call that fails."""

from __future__ import annotations

from graders.cases import TestCase
from graders.cells import Author, Cell
from graders.device.peaks import peak_of
from graders.device.timing import cost_of, inputs, row_of, time_calls
from graders.grading import Work
from graders.kinds.function.decide import Decider
from graders.report import CaseRow, DeviceTiming
from graders.rows import case_row
from graders.verdict import Verdict
from sandboxes import Outcome


def timed(
    work: Work, author: Author, rows: list[CaseRow], cell: Cell, judge: Decider
) -> tuple[list[CaseRow], DeviceTiming | None]:
    """The rows, and the times if there are any; one row more where a timed call does not give the right answer."""
    package, device = work.package, work.package.manifest.device
    passed = rows and all(row.verdict is Verdict.AC for row in rows)
    if not (device and device.repeats and package.on_device and work.job.mode == "grade" and passed):
        return rows, None
    seed = work.fresh().seed
    cases = inputs(package, author, seed)
    entry = package.manifest.entry.name
    measured = time_calls(cell, entry, cases, lambda case, outcome: judge.fit(case, outcome).failure is None)
    if measured.failed:
        return [*rows, failing(work, judge, len(rows) + 1, *measured.failed)], None
    measured.cost = cost_of(author, cases[-1])
    return rows, row_of(entry, measured, peak_of(work.pool))


def failing(work: Work, judge: Decider, number: int, case: TestCase, outcome: Outcome) -> CaseRow:
    """The row of a timed call that failed, as that of any other case."""
    fit = judge.fit(case, outcome)
    failed = fit.failure
    assert failed is not None
    numbered = TestCase(
        number, case.group, "while it was timed", case.args, case.kwargs, case.calls, case.expected
    )
    row = case_row(work.package, numbered, outcome, failed.verdict, failed.note)
    row.error = failed.error
    judge.fill(row, numbered, outcome, fit)
    work.tell_case(row)
    return row
