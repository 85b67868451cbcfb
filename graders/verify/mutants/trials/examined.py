"""Modules that an examiner probes."""

from __future__ import annotations

from graders.cells import candidate_cell
from graders.kinds.function.probing import Examiner
from graders.package.model import SUBMISSION, Package
from graders.verdict import Verdict
from graders.verify.mutants.priorities import Priorities
from graders.verify.mutants.trials.base import SURVIVED, Fate, Once, Trial
from sandboxes import Pool


class Examined(Trial):
    """Has the examiner look, case by case, until one is not passed."""

    def __init__(self, package: Package, pool: Pool) -> None:
        super().__init__(package, pool)
        self._cases = self.cases()
        self._priorities = Once(self._measured)

    def fate(self, original: str, source: str) -> Fate:
        """The first check that is not passed."""
        priorities = self._priorities.of(original)
        with candidate_cell(self.pool, self.package, {SUBMISSION: source}) as cell:
            examiner = Examiner(self.package, self.author(), cell)
            for place in priorities.order(range(len(self._cases))):
                for row in examiner.rows(self._cases[place]):
                    if row.verdict is not None and row.verdict is not Verdict.AC:
                        priorities.killed_by(place)
                        return Fate(row.verdict, self._cases[place].number)
        return SURVIVED

    def _measured(self, original: str) -> Priorities:
        """How long the original takes for each case."""
        with candidate_cell(self.pool, self.package, {SUBMISSION: original}) as cell:
            examiner = Examiner(self.package, self.author(), cell)
            return Priorities([sum(row.time_s for row in examiner.rows(case)) for case in self._cases])
