"""Functions and classes, whose answers are compared case by case."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from graders.cells import Cell, candidate_limits, evaluation
from graders.kinds import registry
from graders.package.model import SUBMISSION, Package
from graders.verdict import Verdict
from graders.verify.mutants.priorities import Priorities
from graders.verify.mutants.trials.base import SURVIVED, Fate, Once, Trial
from sandboxes import Limits, Pool

QUICK_S = 0.02
"""CPU time of the original up to which a case is a quick one."""
SHORT_S, SHORT_FACTOR = 0.1, 10
"""CPU limit of the first look at quick cases: this, or so many times what the original takes for the slowest of them."""
SUSPICIONS = 2
"""After so many quick cases without an end a mutant is put to the real limits."""


@dataclass(frozen=True)
class Profile:
    """What a submission's mutants go by: its quick cases, the limits of a first look at them, the order of all."""

    quick: list[int]
    short: Limits
    priorities: Priorities

    @classmethod
    def of(cls, costs: Sequence[float], real: Limits) -> Profile:
        """The profile for the CPU time of each case; without quick ones where a short limit would save little."""
        quick = [place for place, cost in enumerate(costs) if cost <= QUICK_S]
        slowest = max((costs[place] for place in quick), default=0.0)
        short = max(SHORT_S, SHORT_FACTOR * slowest)
        if 2 * short >= (real.cpu_s or real.wall_s):
            quick, short = [], real.cpu_s or real.wall_s
        return cls(quick, replace(real, cpu_s=short), Priorities(costs))


class Compared(Trial):
    """Looks at quick cases under a short limit, which condemns nobody, and at what is left under the real ones."""

    def __init__(self, package: Package, pool: Pool) -> None:
        super().__init__(package, pool)
        self._cases = self.cases()
        self._real = candidate_limits(package.manifest)
        self._profiles = Once(self._profile)

    def fate(self, original: str, source: str) -> Fate:
        """The first failure on the way; a case that ran out of the short limit is run again under the real ones."""
        profile = self._profiles.of(original)
        passed, suspects = list[int](), list[int]()
        with self._cell(source, profile.short) as cell:
            for place in profile.priorities.order(profile.quick):
                fate, late = self._try(cell, place)
                if late:
                    suspects.append(place)
                    if len(suspects) == SUSPICIONS:
                        break
                elif fate.killed:
                    return self._killed(profile, place, fate)
                else:
                    passed.append(place)
        rest = set(range(len(self._cases))) - {*passed, *suspects}
        with self._cell(source, self._real) as cell:
            for place in [*suspects, *profile.priorities.order(sorted(rest))]:
                fate, _ = self._try(cell, place)
                if fate.killed:
                    return self._killed(profile, place, fate)
        return SURVIVED

    def _killed(self, profile: Profile, place: int, fate: Fate) -> Fate:
        profile.priorities.killed_by(place)
        return fate

    def _cell(self, source: str, limits: Limits) -> Cell:
        cell = Cell(self.pool, self.package.manifest.image, {SUBMISSION: source.encode()}, limits)
        cell.runs = 1  # most mutants meet no second case; more processes are made when they are asked for
        return cell

    def _try(self, cell: Cell, place: int) -> tuple[Fate, bool]:
        """What a case says, and whether it ran out of time."""
        case = self._cases[place]
        cell.begin(evaluation(SUBMISSION, self.package.manifest.entry, case))
        finished = cell.finish()
        judge = registry.decider(self.package, self.author())
        failed = judge.fit(case, finished.outcome(case.foreseen)).failure
        return Fate(failed.verdict if failed else Verdict.AC, case.number), finished.out_of_time

    def _profile(self, original: str) -> Profile:
        """How long the original takes for each case."""
        entry = self.package.manifest.entry
        with self._cell(original, self._real) as cell:
            costs = [cell.run(evaluation(SUBMISSION, entry, case)).cpu_s for case in self._cases]
        return Profile.of(costs, self._real)
