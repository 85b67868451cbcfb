"""What becomes of a mutant: graded like a submission, except that the first failing case ends it."""

from __future__ import annotations

from graders.package.model import Package
from graders.verify.mutants.trials.base import Fate, Trial
from graders.verify.mutants.trials.compared import Compared
from graders.verify.mutants.trials.examined import Examined
from graders.verify.mutants.trials.simulated import Simulated
from sandboxes import Pool


def trial(package: Package, pool: Pool, marked: frozenset[tuple[str, str]] = frozenset()) -> Trial:
    """The trial that fits the package; `marked` are the file and id of mutants that its author calls equivalent."""
    if package.manifest.kind == "design":
        return Simulated(package, pool)
    return Examined(package, pool) if package.has_examiner else Compared(package, pool, marked)


__all__ = ["Fate", "Trial", "trial"]
