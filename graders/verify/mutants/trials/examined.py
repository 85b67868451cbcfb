"""Modules that an examiner probes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial

from graders.authoring import runs_tests
from graders.cells import Cell, candidate_cell
from graders.kinds.function.probing import Examiner
from graders.package.model import SUBMISSION, Package
from graders.verdict import Verdict
from graders.verify.mutants.generate import Mutant
from graders.verify.mutants.priorities import Priorities
from graders.verify.mutants.trials.base import RUNS, SURVIVED, Fate, Once, Trial, named
from sandboxes import Pool


class Examined(Trial):
    """Has the examiner look, case by case, until one is not passed."""

    def __init__(self, package: Package, pool: Pool) -> None:
        super().__init__(package, pool)
        self._cases = self.cases()
        self._priorities = Once(self._measured)

    @contextmanager
    def together(self, original: str, mutants: Sequence[Mutant]) -> Iterator[list[Callable[[], Fate]]]:
        """One session for all of them, in which each case opens processes of its own."""
        if runs_tests(self.package.files):  # by the one name of a submission that they know
            yield [partial(self._alone, original, mutant) for mutant in mutants]
            return
        files = named(mutants)
        sources = {file: mutant.source for file, mutant in files.items()}
        with self._cell(sources) as cell:
            yield [partial(self._fate, original, cell, file, mutant) for file, mutant in files.items()]

    def _alone(self, original: str, mutant: Mutant) -> Fate:
        with self._cell({SUBMISSION: mutant.source}) as cell:
            return self._fate(original, cell, SUBMISSION, mutant)

    def _cell(self, sources: Mapping[str, str]) -> Cell:
        cell = candidate_cell(self.pool, self.package, sources)
        cell.runs = RUNS * len(sources)
        return cell

    def _fate(self, original: str, cell: Cell, file: str, mutant: Mutant) -> Fate:
        """The first check that is not passed."""
        priorities = self._priorities.of(original)
        examiner = Examiner(self.package, self.author(), cell, file)
        for place in priorities.order(range(len(self._cases)), mutant.line):
            for row in examiner.rows(self._cases[place]):
                if row.verdict is not None and row.verdict is not Verdict.AC:
                    priorities.killed_by(place, mutant.line)
                    return Fate(row.verdict, self._cases[place].number)
        return SURVIVED

    def _measured(self, original: str) -> Priorities:
        """How long the original takes for each case."""
        with self._cell({SUBMISSION: original}) as cell:
            examiner = Examiner(self.package, self.author(), cell)
            return Priorities([sum(row.time_s for row in examiner.rows(case)) for case in self._cases])
