"""Grade functions and classes: each case is a run of its own, with its input and nothing else."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from itertools import islice

from graders.cases import TestCase
from graders.caseset import case_set
from graders.cells import Author, Cell
from graders.course import Course
from graders.device.crossing import outcome_of, work_of
from graders.faults import AuthorFault, InputRefused
from graders.grading import Work, whole
from graders.growth.judging import Growths, lower_groups, verdict_of
from graders.kinds.function.decide import Decider, decider
from graders.kinds.function.drawing import Curves, begun, drawn, is_to_be_drawn
from graders.kinds.function.growing import growths_of
from graders.kinds.function.on_device import timed
from graders.kinds.function.own import own_case
from graders.kinds.function.probing import Examiner
from graders.messages import Kind
from graders.package.model import Package
from graders.report import CaseRow, DeviceTiming, Note, Report
from graders.rows import case_row, group_rows, is_hidden, overall, skipped_row
from graders.stock import Drawn
from graders.verdict import Verdict
from sandboxes import Finished

AHEAD = 6
"""Cases that are begun beyond the one that is waited for."""
FEW = 3
"""Processes that are made ahead where a case may end it all; more are made when they are asked for."""


def grade(work: Work) -> Report:
    """The report of a submission, or of a run on the visible group or on the candidate's own input."""
    report, job = _graded(work), work.job
    if not work.later and is_to_be_drawn(work.package, report):
        report.curves = drawn(work.package, work.pool, job.files, job.single_use)
    return report


def _graded(work: Work) -> Report:
    """The same, of curves what is recorded."""
    package = work.package
    with Author(work.pool, package) as author, work.candidate_cell() as cell:
        try:
            with select(work, author) as (cases, count):
                work.tell(Kind.STARTING, {"cases": count})
                if package.has_examiner:
                    examiner = Examiner(package, author, cell)
                    rows = examined(work, cases, examiner.rows)
                    return finish(work, rows, examiner.curves or None, timing=examiner.timing(work.pool))
                draws = bool(package.curves) and work.enough is whole and work.job.own_input is None
                cell.expect(count if work.enough is whole else min(count, FEW))
                judge = decider(package, author)
                rows = compared(work, cases, cell, judge)
                rows, timing = timed(work, author, rows, cell, judge)
                curves = begun(package, rows) if draws else None
                growths = growths_of(work, rows, cell, judge)
                return finish(work, rows, curves, growths, timing)
        except InputRefused as refused:
            return work.report(Verdict.CANCELLED, message=Note(id="input.refused", text=str(refused)))


@contextmanager
def select(work: Work, author: Author) -> Iterator[tuple[Iterable[TestCase], int]]:
    """The cases that this job runs, and their number: of fresh ones, what is usual for the package."""
    package, job = work.package, work.job
    if job.own_input is not None:
        yield [own_case(package, author, job.own_input)], 1
        return
    known = case_set(package, work.pool)
    if job.mode == "run":
        visible = [case for case in known.fixed if case.group == package.manifest.run.cases]
        if not visible:
            raise AuthorFault(f"{package.slug}: no case is in the group {package.manifest.run.cases!r}")
        yield visible, len(visible)
    elif known.fresh == 0:
        yield known.fixed, len(known.fixed)
    else:
        with ThreadPoolExecutor(1, thread_name_prefix="fresh-cases") as thread:
            drawn = thread.submit(work.fresh)  # in a session of its own, while the fixed cases run
            yield _fixed_then(known.fixed, drawn), len(known.fixed) + known.fresh


def _fixed_then(fixed: list[TestCase], drawn: Future[Drawn]) -> Iterator[TestCase]:
    yield from fixed
    yield from drawn.result().cases


def examined(
    work: Work, cases: Iterable[TestCase], examine: Callable[[TestCase], Iterable[CaseRow]]
) -> list[CaseRow]:
    """The rows of each case in order, told as they come; one row alone for code that does not compile."""
    course = Course(work)
    for case in cases:
        why = course.skips(case)
        for row in [skipped_row(work.package, case, why)] if why else examine(case):
            if row.verdict is Verdict.CE:
                return [row]
            course.slow[row.group] += row.verdict is Verdict.TLE
            course.add(row)
            if work.enough(row):
                return course.rows
    return course.rows


def compared(work: Work, cases: Iterable[TestCase], cell: Cell, judge: Decider) -> list[CaseRow]:
    """The row of each case in order, told as they come; the next cases run while one is judged."""
    course = Course(work)
    line = Line(course, cases, cell)
    for case, end in line.ends():
        if isinstance(end, Note):
            course.add(skipped_row(work.package, case, end))
            continue
        row = row_of(work.package, judge, case, end)
        if row.verdict is Verdict.CE:
            return [row]
        if course.add(row):
            line.reconsider()
        if work.enough(row):
            break
    return course.rows


class Line:
    """Cases on their way through the candidate's cell: the next `AHEAD` are begun while one is waited for or judged."""

    def __init__(self, course: Course, cases: Iterable[TestCase], cell: Cell) -> None:
        self.course, self.cell, self.source = course, cell, iter(cases)
        self.waiting: deque[tuple[TestCase, Note | None]] = deque()

    def ends(self) -> Iterator[tuple[TestCase, Finished | Note]]:
        """What came of each case in order, or why it is not run."""
        while True:
            self._fill()
            if not self.waiting:
                return
            case, why = self.waiting.popleft()
            if why:
                yield case, why
                continue
            finished = self.cell.finish()
            if finished.out_of_time:
                self.course.slow[case.group] += 1
                self.reconsider()
            self._fill()
            yield case, finished

    def reconsider(self) -> None:
        """After a failure: if a case that is begun is not to be run any more, end all of them and begin the others anew."""
        if any(self.course.skips(case) for case, why in self.waiting if why is None):
            again, self.waiting = self.waiting, deque()
            self.cell.abandon()
            for case, _ in again:
                self._begin(case)

    def _fill(self) -> None:
        for case in islice(self.source, AHEAD + 1 - len(self.waiting)):
            self._begin(case)

    def _begin(self, case: TestCase) -> None:
        why = self.course.skips(case)
        if why is None:
            self.cell.begin(work_of(self.course.package, case))
        self.waiting.append((case, why))


def row_of(package: Package, judge: Decider, case: TestCase, finished: Finished) -> CaseRow:
    """Compare what came of one case."""
    outcome = outcome_of(package, case, finished)
    fit = judge.fit(case, outcome)
    failed = fit.failure
    row = case_row(
        package, case, outcome, failed.verdict if failed else Verdict.AC, failed.note if failed else None
    )
    if failed:
        row.error = failed.error
    if failed or not is_hidden(package, case.group):
        judge.fill(row, case, outcome, fit)
    return row


def finish(
    work: Work,
    rows: list[CaseRow],
    curves: Curves | None = None,
    growths: Growths | None = None,
    timing: DeviceTiming | None = None,
) -> Report:
    """The report with its totals. Code that does not compile has no cases."""
    verdict, note, error = overall(rows)
    if verdict is Verdict.CE:
        return work.report(verdict, message=note, error=error)
    groups = group_rows(work.package, rows)
    if growths:
        verdict, told = verdict_of(growths)
        note, error = told or note, growths.failure.error if growths.failure else None
        lower_groups(growths.rows, work.package.growths, groups)
    score = sum(group.earned for group in groups) if work.job.mode == "grade" else 0.0
    if not growths and work.package.manifest.partial and verdict is not Verdict.AC and score > 0:
        verdict, note = Verdict.PA, Note(id="pa.points", text=f"{score:g} of 100 points. {note.text}")
    return work.report(
        verdict,
        score=score,
        passed=sum(row.verdict is Verdict.AC for row in rows),
        total=len(rows),
        time_s=max((row.time_s for row in rows), default=0.0),
        memory_bytes=max((row.memory_bytes for row in rows), default=0),
        message=note,
        error=error,
        cases=rows,
        groups=groups,
        curves=curves,
        growth=growths.rows if growths else None,
        timing=timing,
    )
