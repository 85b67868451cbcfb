"""Verify packages: checks, submissions and mutants, two at a time; what was proved before is not run again.

Two packages are on their way at once, so that the threads have work while one of them draws its cases, or ends.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from typing import Any

from graders.caseset import case_set, fixed_cases, forget
from graders.cells import Author
from graders.diagnostics import Diagnostics, Note
from graders.faults import AuthorFault, Fault
from graders.package.model import Package
from graders.verdict import Verdict
from graders.verify.answers.check import check_answers
from graders.verify.attacks.check import try_attack
from graders.verify.attacks.tricks import TRICKS
from graders.verify.bench import Bench
from graders.verify.consistency import Problem, check_cases
from graders.verify.curves import check_curves
from graders.verify.inputs.check import check_inputs
from graders.verify.lanes import Lanes
from graders.verify.mutants.generate import Mutant
from graders.verify.mutants.run import try_mutants
from graders.verify.older import is_numeric, numpy_of, try_elsewhere
from graders.verify.proof import Part, Proof, Shelf, diagnostics_of
from graders.verify.prose import check_prose
from graders.verify.submissions import Result, clear_of, try_starter, try_submission
from sandboxes import Pool

THREADS = 2
PACKAGES = 2
"""On their way at once."""
_LONG = (Verdict.TLE, Verdict.AC)
"""Verdicts that it takes longest to see."""


@dataclass(frozen=True)
class Plan:
    """What is to be proved, and whether earlier proofs count."""

    submissions: bool = True
    mutants: bool = True
    fresh: bool = False
    margins: bool = True
    """Whether limits must stand clear: a figure of the machine and its hour, so not a matter for a test run."""


class Watch:
    """Hears how far verification is, from several threads; this one does not care. One that raises ends it."""

    def prepared(self, package: Package, fixed: int, fresh: int) -> None:
        """Its cases are there, with what is expected of them."""

    def noted(self, package: Package, note: Note) -> None:
        """A check has something to say."""

    def trying(self, package: Package) -> None:
        """A submission or an attack is about to be tried."""

    def tried(self, package: Package, result: Result) -> None:
        """A submission has been graded."""

    def mutated(self, package: Package, done: int, total: int) -> None:
        """So many of the package's mutants have been tried."""

    def faulted(self, package: Package, fault: Fault) -> None:
        """A check could not be made, through its author's fault or ours."""

    def survived(self, package: Package, mutant: Mutant) -> None:
        """A mutant passed every case, and is not marked."""

    def finished(self, package: Package, part: str, outcome: Part) -> None:
        """A part ("checks" or "mutants") is known, perhaps from an earlier time."""

    def proved(self, package: Package, proof: Proof) -> None:
        """All that was asked for is known of the package."""


def verify(
    packages: list[Package],
    pool: Pool,
    plan: Plan,
    watch: Watch | None = None,
    older: Pool | None = None,
) -> list[Proof]:
    """Prove each package by the same plan."""
    return verify_each([(package, plan) for package in packages], pool, watch, older)


def verify_each(
    asked: Sequence[tuple[Package, Plan]],
    pool: Pool,
    watch: Watch | None = None,
    older: Pool | None = None,
    mutants_within: float | None = None,
) -> list[Proof]:
    """Prove each package by its plan, in turn, with two submissions or some mutants at a time.

    `older` has cells with another NumPy, in which numeric packages must hold as well. Once mutants have taken
    `mutants_within` seconds, those of packages that begin later are left untried.
    """
    heard, allowance = watch or Watch(), Allowance(mutants_within)

    def prove(package: Package, plan: Plan) -> Proof:
        proof = _Verification(package, pool, plan, heard, lanes, older, allowance).run()
        heard.proved(package, proof)
        return proof

    with Lanes(THREADS) as lanes, ThreadPoolExecutor(PACKAGES, thread_name_prefix="package") as packages:
        return list(packages.map(lambda item: prove(*item), asked))


class Allowance:
    """The time that mutants may take, for all packages together; no bound for None."""

    def __init__(self, seconds: float | None) -> None:
        self._left, self._lock = seconds, threading.Lock()

    @property
    def used_up(self) -> bool:
        """Whether no further package's mutants are to be tried."""
        return self._left is not None and self._left <= 0

    def take(self, seconds: float) -> None:
        """Count what those of one package have taken."""
        with self._lock:
            if self._left is not None:
                self._left -= seconds


class _Verification:
    """One package on its way through the parts of the plan."""

    def __init__(
        self,
        package: Package,
        pool: Pool,
        plan: Plan,
        watch: Watch,
        lanes: Lanes,
        older: Pool | None,
        allowance: Allowance,
    ) -> None:
        self._package, self._pool, self._plan, self._watch = package, pool, plan, watch
        self._older = older if is_numeric(package) else None
        self._lanes, self._shelf, self._allowance = lanes, Shelf(pool, self._older), allowance
        self._bench = Bench(package, pool, plan.margins)

    def run(self) -> Proof:
        """The proof, part by part; mutants of a package that does not hold are not tried."""
        package = self._package
        proof = Proof(package.set_slug, package.slug, package.digest)
        if self._plan.fresh:
            forget(package.digest)
        if self._plan.submissions:
            proof.checks = self._part("checks" if self._plan.margins else "checks-but-margins", self._check)
            self._watch.finished(package, "checks", proof.checks)
        proof.untried = self._plan.mutants and self._allowance.used_up
        if self._plan.mutants and proof.holds and not proof.untried:
            proof.mutants = self._part("mutants", self._mutate)
            self._allowance.take(0.0 if proof.mutants.cached else proof.mutants.seconds)
            self._watch.finished(package, "mutants", proof.mutants)
        return proof

    def _part(self, name: str, make: Callable[[], Part]) -> Part:
        known = None if self._plan.fresh else self._shelf.read(self._package, name)
        if known:
            return known
        began = time.monotonic()
        part = make()
        part.seconds = round(time.monotonic() - began, 1)
        self._shelf.keep(self._package, name, part)
        return part

    def _check(self) -> Part:
        """Everything but mutants. The lanes run submissions while this thread looks at what needs none."""
        part = Part(notes=(diagnostics := diagnostics_of(self._package, self._noted)).notes)
        check_prose(self._package, diagnostics)
        try:
            made = case_set(self._package, self._pool)
            self._watch.prepared(self._package, len(made.fixed), made.fresh)
        except AuthorFault as fault:
            diagnostics.error(fault.text, "cases.py")
            return part
        tries, attacks, elsewhere = self._try_all(), self._attack_all(), self._try_older()
        try:
            problems = check_cases(self._package, self._pool)
            for problem in problems:
                diagnostics.error(*problem)
            if problems:
                self._call_off([*tries, *attacks, *elsewhere])
                return part
            self._look(part, diagnostics)
            part.results = [self._again(future.result()) for future in tries]
            for found in (future.result() for future in [*attacks, *elsewhere]):
                if found:
                    diagnostics.error(*found)
        except Fault as fault:
            self._watch.faulted(self._package, fault)
            diagnostics.error(fault.text)
        part.clear, part.attacks = clear_of(self._package, part.results), len(attacks)
        part.older = numpy_of(self._older) if self._older else ""
        return part

    def _call_off(self, futures: list[Future[Any]]) -> None:
        """Leave undone what has not begun, and wait for what has."""
        for future in futures:
            future.cancel()
        wait(futures)

    def _look(self, part: Part, diagnostics: Diagnostics) -> None:
        """What needs no submission run as it stands: wrong answers, and junk for inputs."""
        package, pool = self._package, self._pool
        cases = fixed_cases(package, pool)
        with Author(pool, package) as author:
            part.answers = check_answers(package, author, cases, diagnostics)
            part.inputs = check_inputs(package, pool, author, cases, diagnostics)
        for problem in check_curves(package, pool):
            diagnostics.error(*problem)

    def _noted(self, note: Note) -> None:
        self._watch.noted(self._package, note)

    def _mutate(self) -> Part:
        diagnostics = diagnostics_of(self._package, self._noted)
        try:
            mutation = try_mutants(
                self._package,
                self._pool,
                diagnostics,
                self._lanes,
                lambda done, total: self._watch.mutated(self._package, done, total),
                survived=lambda mutant: self._watch.survived(self._package, mutant),
            )
        except Fault as fault:
            self._watch.faulted(self._package, fault)
            diagnostics.error(fault.text)
            mutation = None
        return Part(diagnostics.notes, mutation=mutation)

    def _try_all(self) -> list[Future[Result]]:
        """Queue every submission, those that take longest first, and the starter."""
        bench = self._bench
        longest = sorted(
            self._package.submissions, key=lambda s: _LONG.index(s.verdict) if s.verdict in _LONG else 9
        )
        tries: list[Callable[[], Result]] = [
            *(lambda s=s: try_submission(bench, s) for s in longest),
            lambda: try_starter(bench),
        ]
        return [self._lanes.submit(self._told, attempt) for attempt in tries]

    def _try_older(self) -> list[Future[Problem | None]]:
        if self._older is None:
            return []
        bench = Bench(self._package, self._older)
        accepted = [s for s in self._package.submissions if s.verdict is Verdict.AC]
        return [self._lanes.submit(try_elsewhere, bench, submission) for submission in accepted]

    def _attack_all(self) -> list[Future[Problem | None]]:
        return [self._lanes.submit(self._attack, name) for name in TRICKS]

    def _attack(self, name: str) -> Problem | None:
        self._watch.trying(self._package)
        return try_attack(self._bench, name)

    def _told(self, attempt: Callable[[], Result]) -> Result:
        self._watch.trying(self._package)
        result = attempt()
        self._watch.tried(self._package, result)
        return result

    def _again(self, result: Result) -> Result:
        """Try again, alone, what ran out of time although it should not: two at once share the machine."""
        if result.problem is None or result.verdict != Verdict.TLE:
            return result
        submission = next((s for s in self._package.submissions if s.name == result.name), None)
        if submission is None:
            return result
        with self._lanes.alone():
            return self._told(lambda: try_submission(self._bench, submission))
