"""Grade functions and classes: each case is a run of its own, with its input and nothing else."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterable

from graders.cases import TestCase
from graders.caseset import fixed_cases, fresh_cases, in_order
from graders.cells import Author, Cell, candidate_cell, evaluate
from graders.faults import AuthorFault, InputRefused
from graders.grading import Work
from graders.kinds.function.decide import Decider, decider
from graders.kinds.function.own import own_case
from graders.kinds.function.probing import Examiner
from graders.kinds.function.shown import fill
from graders.messages import Kind
from graders.package.model import SUBMISSION, Package
from graders.report import CaseRow, Note, Report
from graders.rows import case_row, group_rows, is_hidden, overall, skipped_row
from graders.verdict import Verdict

SLOW_CASES = 3
"""After so many cases over time in one group the rest of the group is not run."""
Curves = dict[str, dict[str, list[float | None]]]


def grade(work: Work) -> Report:
    """The report of a submission, or of a run on the visible group or on the candidate's own input."""
    package = work.package
    with Author(work.pool, package) as author, candidate_cell(work.pool, package, work.job.files) as cell:
        try:
            cases = select(work, author)
        except InputRefused as refused:
            return work.report(Verdict.CANCELLED, message=Note(id="input.refused", text=str(refused)))
        work.tell(Kind.STARTING, {"cases": len(cases)})
        if package.has_examiner:
            examiner = Examiner(package, author, cell)
            rows = run_all(work, cases, examiner.rows)
            return finish(work, rows, examiner.curves or None)
        judge = decider(package, author)
        return finish(work, run_all(work, cases, lambda case: [row_of(package, cell, judge, case)]))


def select(work: Work, author: Author) -> list[TestCase]:
    """The cases this job runs, numbered from 1 in the order of their groups."""
    package, job = work.package, work.job
    if job.own_input is not None:
        return [own_case(package, author, job.own_input)]
    fixed = fixed_cases(package, work.pool)
    if job.mode == "run":
        visible = [case for case in fixed if case.group == package.manifest.run.cases]
        if not visible:
            raise AuthorFault(f"{package.slug}: no case is in the group {package.manifest.run.cases!r}")
        return visible
    if b"def fresh" not in package.files["cases.py"]:
        return fixed
    return in_order(package, [*fixed, *fresh_cases(package, author, job.seed)])


def run_all(work: Work, cases: list[TestCase], run: Callable[[TestCase], Iterable[CaseRow]]) -> list[CaseRow]:
    """The rows of each case in order, told as they come; see `skip` for which cases are not run."""
    rows: list[CaseRow] = []
    slow: Counter[str] = Counter()
    deadline = time.monotonic() + work.package.manifest.limits.total_wall_s
    for case in cases:
        why = skip(work.package, case, slow, time.monotonic() > deadline)
        for row in [skipped_row(work.package, case, why)] if why else run(case):
            if row.verdict is Verdict.CE:
                return [row]
            row.number = len(rows) + 1
            slow[row.group] += row.verdict is Verdict.TLE
            rows.append(row)
            work.tell_case(row)
    return rows


def skip(package: Package, case: TestCase, slow: Counter[str], late: bool) -> Note | None:
    """Why a case is not run: its group is too slow already, or the submission has used its time."""
    if slow[case.group] >= SLOW_CASES:
        return Note(id="skipped.slow", text=f"Not run: {SLOW_CASES} cases of this group ran out of time.")
    if late:
        total = package.manifest.limits.total_wall_s
        return Note(id="skipped.total", text=f"Not run: the submission used its {total:g} s for all cases.")
    return None


def row_of(package: Package, cell: Cell, judge: Decider, case: TestCase) -> CaseRow:
    """Run one case and compare."""
    outcome = evaluate(cell, SUBMISSION, package.manifest.entry, case)
    fit = judge.fit(case, outcome)
    failed = fit.failure
    row = case_row(
        package, case, outcome, failed.verdict if failed else Verdict.AC, failed.note if failed else None
    )
    if failed:
        row.error = failed.error
    if failed or not is_hidden(package, case.group):
        fill(row, package.manifest.entry, case, outcome, fit)
    return row


def finish(work: Work, rows: list[CaseRow], curves: Curves | None = None) -> Report:
    """The report with its totals. Code that does not compile has no cases."""
    verdict, note, error = overall(rows)
    if verdict is Verdict.CE:
        return work.report(verdict, message=note, error=error)
    groups = group_rows(work.package, rows)
    graded = work.job.mode == "grade"
    return work.report(
        verdict,
        score=sum(group.earned for group in groups) if graded else 0.0,
        passed=sum(row.verdict is Verdict.AC for row in rows),
        total=len(rows),
        time_s=max((row.time_s for row in rows), default=0.0),
        memory_bytes=max((row.memory_bytes for row in rows), default=0),
        message=note,
        error=error,
        cases=rows,
        groups=groups,
        curves=curves,
    )
