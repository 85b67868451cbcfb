"""How the running time of a submission that passed everything grows, for packages that say how it should."""

from __future__ import annotations

from graders.cases import TestCase
from graders.cells import Cell
from graders.grading import Work
from graders.growth.judging import row_of
from graders.growth.measuring import BUDGET_S, Measurement, Purse, growth_limits
from graders.kinds.function.decide import Decider
from graders.outcomes import Failure
from graders.report import CaseRow, GrowthRow
from graders.verdict import Verdict
from sandboxes import Outcome

EXPECTED_RUNS = 24
"""Processes to make ready: sizes and rounds of a growth that is clear."""


def growth_rows(work: Work, rows: list[CaseRow], cell: Cell, judge: Decider) -> list[GrowthRow] | None:
    """A row per growth of the package; None where nothing is to be measured: code that is not right may be fast."""
    package = work.package
    right = bool(rows) and all(row.verdict is Verdict.AC for row in rows)
    if not package.growths or work.job.mode != "grade" or not right:
        return None
    scaled = work.scaled()
    cell.renew(growth_limits(package.manifest.limits), EXPECTED_RUNS * len(scaled))

    def failure(case: TestCase, outcome: Outcome) -> Failure | None:
        return judge.fit(case, outcome).failure

    found = []
    for item in scaled:
        purse = Purse(BUDGET_S / len(scaled))
        measured = Measurement(
            item, cell, package.manifest.entry, package.manifest.limits, failure, purse
        ).run()
        found.append(row_of(item.growth, package.manifest.entry, measured))
        if measured.failure:
            break
    return found
