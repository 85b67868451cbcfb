"""How the running time of a submission that passed everything grows, for packages that say how it should."""

from __future__ import annotations

from graders.cases import TestCase
from graders.cells import Cell
from graders.grading import Work
from graders.growth.judging import Growths, row_of
from graders.growth.measuring import BUDGET_S, Measurement, Purse, growth_limits
from graders.kinds.function.decide import Decider
from graders.outcomes import Failure
from graders.report import CaseRow
from graders.verdict import Verdict
from sandboxes import Outcome

EXPECTED_RUNS = 32
"""Processes to make ready: sizes and rounds of a growth that is clear."""


def growths_of(work: Work, rows: list[CaseRow], cell: Cell, judge: Decider) -> Growths | None:
    """What is found of the package's growths; None where nothing is measured: code that is not right may be fast."""
    package = work.package
    right = bool(rows) and all(row.verdict is Verdict.AC for row in rows)
    if not package.growths or work.job.mode != "grade" or not right:
        return None
    scaled = work.scaled()
    cell.renew(growth_limits(package.manifest.limits), EXPECTED_RUNS * len(scaled))

    def failure(case: TestCase, outcome: Outcome) -> Failure | None:
        return judge.fit(case, outcome).failure

    found = Growths()
    for item in scaled:
        purse = Purse(BUDGET_S / len(scaled))
        measured = Measurement(item, cell, package.manifest.entry, failure, purse).run()
        found.rows.append(row_of(item.growth, measured))
        found.failure = measured.failure
        if found.failure:
            break
    return found
