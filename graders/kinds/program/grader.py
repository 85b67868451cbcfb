"""Grade programs: each case is a run of its own with its input on standard input, and nothing else."""

from __future__ import annotations

from graders.cells import Author
from graders.faults import InputRefused
from graders.grading import Work, whole
from graders.kinds.function.grader import FEW, compared, finish, select
from graders.kinds.program.decide import decider
from graders.messages import Kind
from graders.report import Note, Report
from graders.verdict import Verdict


def grade(work: Work) -> Report:
    """The report of a submission, or of a run on the visible group or on the candidate's own input."""
    package = work.package
    with Author(work.pool, package) as author, work.candidate_cell() as cell:
        try:
            with select(work, author) as (cases, count):
                work.tell(Kind.STARTING, {"cases": count})
                cell.expect(count if work.enough is whole else min(count, FEW))
                return finish(work, compared(work, cases, cell, decider(package, author)))
        except InputRefused as refused:
            return work.report(Verdict.CANCELLED, message=Note(id="input.refused", text=str(refused)))
