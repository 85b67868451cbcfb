"""Designs. Another number in a design is no mistake, so that the question is whether the simulator notices it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial

from graders.grading import grade
from graders.package.model import Package
from graders.verdict import Verdict
from graders.verify.jobs import job_of
from graders.verify.mutants.generate import Mutant
from graders.verify.mutants.trials.base import SURVIVED, Fate, Once, Trial
from sandboxes import Pool

Figures = tuple[float | None, ...]


class Simulated(Trial):
    """Runs the short simulation that Run does, whose traffic is the same each time.

    A mutant survives where every figure is what it was: then a knob of the design has no effect.
    """

    def __init__(self, package: Package, pool: Pool) -> None:
        super().__init__(package, pool)
        self._originals = Once(self._simulated)

    @contextmanager
    def together(self, original: str, mutants: Sequence[Mutant]) -> Iterator[list[Callable[[], Fate]]]:
        """Each is simulated by itself."""
        yield [partial(self._fate, original, mutant) for mutant in mutants]

    def _fate(self, original: str, mutant: Mutant) -> Fate:
        """Another verdict than AC unless nothing measured differs."""
        verdict, figures = self._simulated(mutant.source)
        if (verdict, figures) == self._originals.of(original):
            return SURVIVED
        return Fate(verdict if verdict is not Verdict.AC else Verdict.PA, 1)

    def _simulated(self, source: str) -> tuple[Verdict, Figures]:
        job = job_of(self.package, source).model_copy(update={"mode": "run"})
        report = grade(job, self.package, self.pool, lambda event: None)
        return report.verdict, tuple(row.value for row in report.objectives or ())
