"""Try the mutants of a package's accepted submissions, and say how many its cases tell from the originals."""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, field

from graders.diagnostics import Diagnostics
from graders.faults import AuthorFault
from graders.package.model import MUTANTS, Package
from graders.verdict import Verdict
from graders.verify.mutants.equivalents import Marked
from graders.verify.mutants.generate import Mutant, mutants
from graders.verify.mutants.sample import sample
from graders.verify.mutants.trials import Fate, Trial, trial
from sandboxes import Pool

PUBLISHABLE = 0.97
"""Least share of mutants that the cases of a package must kill."""
BUDGETS = {"function": 240, "torch": 48, "design": 24}
"""How many mutants of a package are tried; of more, a sample."""
TOGETHER = 8
"""So many mutants of a file are tried one after another, in one session where that can be: making one costs as much as some runs."""
Told = Callable[[int, int], None]


@dataclass(frozen=True)
class Survivor:
    """A mutant that was accepted: its id for mutants.toml, and what it changes."""

    id: str
    file: str
    line: int
    difference: str


@dataclass
class Mutation:
    """The outcome: of the mutants that were made some were chosen; of those `equivalent` are marked, `tried` are not."""

    made: int = 0
    equivalent: int = 0
    tried: int = 0
    killed: int = 0
    late: int = 0  # of those killed, by a time limit
    seconds: float = 0.0
    survivors: list[Survivor] = field(default_factory=list)

    @property
    def rate(self) -> float:
        """Share of the tried ones that were killed."""
        return self.killed / self.tried if self.tried else 1.0


def budget_of(package: Package) -> int:
    """How many mutants of this package are tried."""
    if package.manifest.kind == "design":
        return BUDGETS["design"]
    return BUDGETS["torch" if package.manifest.image == "torch" else "function"]


def try_mutants(
    package: Package,
    pool: Pool,
    diagnostics: Diagnostics,
    threads: Executor,
    tell: Told = lambda done, total: None,
    budget: int | None = None,
    survived: Callable[[Mutant], None] = lambda mutant: None,
) -> Mutation:
    """Try the chosen mutants; errors say what mutants.toml has wrong, and that too many survive."""
    began = time.monotonic()
    sources = accepted(package)
    made = [mutant for file, source in sources.items() for mutant in mutants(file, source)]
    marked = Marked(package, diagnostics)
    chosen = sample(made, budget_of(package) if budget is None else budget)
    for file, id in set(marked) - {(mutant.file, mutant.id) for mutant in made}:
        diagnostics.error(f"{file} has no mutant {id}", MUTANTS, marked.line((file, id)))

    def judged(mutant: Mutant, fate: Fate) -> None:
        if not fate.killed and (mutant.file, mutant.id) not in marked:
            survived(mutant)

    with trial(package, pool, frozenset(marked)) as court:
        fates = _fates(court, sources, chosen, threads, diagnostics, tell, judged)
    outcome = Mutation(len(made))
    for mutant, fate in zip(chosen, fates, strict=True):
        if (mutant.file, mutant.id) not in marked:
            _count(outcome, mutant, fate)
            continue
        outcome.equivalent += 1
        if fate.killed:
            words = f"{mutant.id} is no equivalent: it gets {fate.verdict} in case {fate.case}"
            diagnostics.error(words, MUTANTS, marked.line((mutant.file, mutant.id)))
    outcome.seconds = round(time.monotonic() - began, 1)
    if outcome.rate < PUBLISHABLE:
        diagnostics.error(
            f"its cases kill {100 * outcome.rate:.1f} % of {outcome.tried} mutants; {100 * PUBLISHABLE:g} % are needed"
        )
    return outcome


def _count(outcome: Mutation, mutant: Mutant, fate: Fate) -> None:
    outcome.tried += 1
    outcome.killed += fate.killed
    outcome.late += fate.verdict is Verdict.TLE
    if not fate.killed:
        outcome.survivors.append(Survivor(mutant.id, mutant.file, mutant.line, mutant.difference))


def accepted(package: Package) -> dict[str, str]:
    """The accepted submissions by file name."""
    submissions = [s for s in package.submissions if s.verdict is Verdict.AC]
    return {s.path.name: s.path.read_text(encoding="utf-8") for s in submissions}


def _fates(
    court: Trial,
    sources: dict[str, str],
    chosen: Sequence[Mutant],
    threads: Executor,
    diagnostics: Diagnostics,
    tell: Told,
    judged: Callable[[Mutant, Fate], None],
) -> list[Fate]:
    done = 0

    def fate(mutant: Mutant, told: Callable[[], Fate]) -> Fate:
        nonlocal done
        try:
            found = told()
            judged(mutant, found)
            return found
        except AuthorFault as fault:  # which a candidate could bring about as well
            diagnostics.error(f"{fault.text}\n{mutant.difference}", f"submissions/accepted/{mutant.file}")
            return Fate(Verdict.AC)
        finally:
            done += 1
            tell(done, len(chosen))

    def fates(places: Sequence[int]) -> list[Fate]:
        some = [chosen[place] for place in places]
        with court.together(sources[some[0].file], some) as tellers:
            return [fate(mutant, told) for mutant, told in zip(some, tellers, strict=True)]

    turns = _in_turn(chosen)
    found = zip(turns, threads.map(fates, turns), strict=True)
    known = {place: fate for places, told in found for place, fate in zip(places, told, strict=True)}
    return [known[place] for place in range(len(chosen))]


def _in_turn(chosen: Sequence[Mutant]) -> list[list[int]]:
    """Places of mutants of one file each, such that the files take turns: no thread waits while another one measures
    the original of both.
    """
    places = defaultdict[str, list[int]](list)
    for place, mutant in enumerate(chosen):
        places[mutant.file].append(place)
    groups = [
        (start, mine[start : start + TOGETHER])
        for mine in places.values()
        for start in range(0, len(mine), TOGETHER)
    ]
    return [group for _, group in sorted(groups, key=lambda item: item[0])]
