"""Functions and classes, whose answers are compared case by case."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass, field, replace
from functools import partial

from graders.cells import Cell, candidate_limits, evaluation
from graders.kinds import registry
from graders.package.model import SUBMISSION, Package
from graders.verdict import Verdict
from graders.verify.mutants.generate import Mutant
from graders.verify.mutants.priorities import Priorities
from graders.verify.mutants.trials.base import RUNS, SURVIVED, Fate, Once, Trial, named
from sandboxes import Ending, Limits, Outcome, Pool, Process, Script, Session

QUICK_S = 0.02
"""CPU time of the original up to which a case is a quick one."""
SHORT_S, SHORT_FACTOR = 0.1, 10
"""CPU limit of the first look at quick cases: this, or so many times what the original takes for the slowest of them."""
MARKED_S = 0.1
"""A mutant that its author has marked would go through every case. Where there are quick ones it meets these, and of the slow
ones those that kill most, as many as take the original so long.
"""
SUSPICIONS = 2
"""After so many quick cases without an end a mutant is put to the real limits."""
_LATE = (Ending.WALL_TIME, Ending.CPU_TIME)


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
            return cls([], real, Priorities(costs))
        return cls(quick, replace(real, cpu_s=short), Priorities(costs))


@dataclass
class Look:
    """What a first look at a mutant found: a fate, or places of cases, by what they say of it."""

    fate: Fate = SURVIVED
    passed: set[int] = field(default_factory=set)  # in a process of their own
    likely: list[int] = field(default_factory=list)  # passed, behind others in one process
    suspects: list[int] = field(default_factory=list)  # without an end


class Compared(Trial):
    """Looks at quick cases under a short limit, which condemns nobody, and at what is left under the real ones."""

    def __init__(
        self, package: Package, pool: Pool, marked: frozenset[tuple[str, str]] = frozenset()
    ) -> None:
        super().__init__(package, pool)
        self._marked = marked
        self._cases = self.cases()
        self._real = candidate_limits(package.manifest)
        self._profiles = Once(self._profile)

    @contextmanager
    def together(self, original: str, mutants: Sequence[Mutant]) -> Iterator[list[Callable[[], Fate]]]:
        """One session for the first look at all of them, with processes for each."""
        profile, files = self._profiles.of(original), named(mutants)
        sources = {file: mutant.source for file, mutant in files.items()}
        with self._cell(sources, profile.short, RUNS * len(files)) as cell:
            yield [partial(self._fate, profile, cell, file, mutant) for file, mutant in files.items()]

    def _fate(self, profile: Profile, cell: Cell, file: str, mutant: Mutant) -> Fate:
        """The first failure on the way; a case that ran out of the short limit is run again under the real ones."""
        order = partial(profile.priorities.order, line=mutant.line)
        quick = order(profile.quick)
        look = cell.use(lambda session: self._look(session, file, quick))
        if not look.fate.killed:
            rest = sorted(set(range(len(self._cases))) - {*look.passed, *look.likely, *look.suspects})
            if profile.quick and (mutant.file, mutant.id) in self._marked:
                left = [*look.suspects, *profile.priorities.first(rest, MARKED_S, mutant.line)]
            else:
                left = [*look.suspects, *order(rest), *look.likely]
            look.fate = self._alone(profile, cell, file, mutant, left)
        if look.fate.killed:
            profile.priorities.killed_by(self._place(look.fate), mutant.line)
        return look.fate

    def _look(self, session: Session, file: str, places: Sequence[int]) -> Look:
        """Go through cases in one process until one fails, which counts if it does in a process of its own as well."""
        look = Look()
        process: Process | None = None
        for place in places:
            first, case = process is None, self._cases[place]
            work = evaluation(file, self.package.manifest.entry, case)
            if isinstance(work, Script):  # a program has each run to itself
                outcome = session.run(work)
            else:
                process = process or session.open(file)
                outcome = process.run(work, case.foreseen)
                process = process if process.alive else None
            fate = self._judged(place, outcome)
            if fate.killed and not first and outcome.ending not in _LATE:
                outcome, process, first = session.run(work), None, True
                fate = self._judged(place, outcome)
            if outcome.ending in _LATE:
                look.suspects.append(place)
                if len(look.suspects) == SUSPICIONS:
                    break
            elif fate.killed:
                look.fate = fate
                break
            elif first:
                look.passed.add(place)
            else:
                look.likely.append(place)
        return look

    def _alone(self, profile: Profile, cell: Cell, file: str, mutant: Mutant, places: Sequence[int]) -> Fate:
        """What becomes of a mutant in these cases under the real limits, each in a process of its own."""
        if profile.short == self._real:
            own: AbstractContextManager[Cell] = nullcontext(cell)
        else:
            own, file = self._cell({SUBMISSION: mutant.source}, self._real, 1), SUBMISSION
        with own as cell:
            for place in places:
                work = evaluation(file, self.package.manifest.entry, self._cases[place])
                if (fate := self._judged(place, cell.run(work))).killed:
                    return fate
        return SURVIVED

    def _judged(self, place: int, outcome: Outcome) -> Fate:
        """What a case says of an outcome."""
        case = self._cases[place]
        judge = registry.decider(self.package, self.author())
        failed = judge.fit(case, outcome).failure
        return Fate(failed.verdict if failed else Verdict.AC, case.number)

    def _place(self, fate: Fate) -> int:
        return next(place for place, case in enumerate(self._cases) if case.number == fate.case)

    def _cell(self, files: Mapping[str, str], limits: Limits, runs: int) -> Cell:
        encoded = self.package.included | {name: source.encode() for name, source in files.items()}
        cell = Cell(self.pool, self.package.manifest.image, encoded, limits)
        cell.runs = runs
        return cell

    def _profile(self, original: str) -> Profile:
        """How long the original takes for each case."""
        entry = self.package.manifest.entry
        with self._cell({SUBMISSION: original}, self._real, len(self._cases)) as cell:
            costs = [cell.run(evaluation(SUBMISSION, entry, case)).cpu_s for case in self._cases]
        return Profile.of(costs, self._real)
