"""Verify packages: checks, submissions and mutants, two at a time; what was proved before is not run again."""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass

from graders.caseset import forget
from graders.faults import Fault
from graders.package.model import Package
from graders.verdict import Verdict
from graders.verify.consistency import check_cases
from graders.verify.mutants.run import try_mutants
from graders.verify.proof import Part, Proof, Shelf, diagnostics_of
from graders.verify.submissions import Result, try_starter, try_submission
from sandboxes import Pool

THREADS = 2


@dataclass(frozen=True)
class Plan:
    """What is to be proved, and whether earlier proofs count."""

    submissions: bool = True
    mutants: bool = True
    fresh: bool = False


class Watch:
    """Hears how far verification is; this one does not care."""

    def tried(self, package: Package, result: Result) -> None:
        """A submission has been graded."""

    def mutated(self, package: Package, done: int, total: int) -> None:
        """So many of the package's mutants have been tried."""

    def proved(self, package: Package, proof: Proof) -> None:
        """All that was asked for is known of the package."""


def verify(packages: list[Package], pool: Pool, plan: Plan, watch: Watch | None = None) -> list[Proof]:
    """Prove each package in turn, with two submissions or mutants at a time."""
    heard = watch or Watch()
    proofs = []
    with ThreadPoolExecutor(THREADS, thread_name_prefix="verify") as threads:
        for package in packages:
            proof = _Verification(package, pool, plan, heard, threads).run()
            heard.proved(package, proof)
            proofs.append(proof)
    return proofs


class _Verification:
    """One package on its way through the parts of the plan."""

    def __init__(
        self, package: Package, pool: Pool, plan: Plan, watch: Watch, threads: ThreadPoolExecutor
    ) -> None:
        self._package, self._pool, self._plan, self._watch = package, pool, plan, watch
        self._threads, self._shelf = threads, Shelf(pool)

    def run(self) -> Proof:
        """The proof, part by part; mutants of a package that does not hold are not tried."""
        package = self._package
        proof = Proof(package.set_slug, package.slug, package.digest)
        if self._plan.fresh:
            forget(package.digest)
        if self._plan.submissions:
            proof.checks = self._part("checks", self._check)
        if self._plan.mutants and proof.holds:
            proof.mutants = self._part("mutants", self._mutate)
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
        diagnostics = diagnostics_of(self._package)
        try:
            for text, file, line in check_cases(self._package, self._pool):
                diagnostics.error(text, file, line)
        except Fault as fault:
            diagnostics.error(fault.text)
        results = [] if diagnostics.errors else [future.result() for future in self._try_all()]
        return Part(diagnostics.notes, [self._again(result) for result in results])

    def _mutate(self) -> Part:
        diagnostics = diagnostics_of(self._package)
        try:
            mutation = try_mutants(
                self._package,
                self._pool,
                diagnostics,
                self._threads,
                lambda done, total: self._watch.mutated(self._package, done, total),
            )
        except Fault as fault:
            diagnostics.error(fault.text)
            mutation = None
        return Part(diagnostics.notes, mutation=mutation)

    def _try_all(self) -> list[Future[Result]]:
        """Queue the starter and every submission."""
        package, pool = self._package, self._pool
        tries: list[Callable[[], Result]] = [lambda: try_starter(package, pool)]
        tries += [lambda s=s: try_submission(package, pool, s) for s in package.submissions]  # type: ignore[misc]
        return [self._threads.submit(self._told, attempt) for attempt in tries]

    def _told(self, attempt: Callable[[], Result]) -> Result:
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
        return self._told(lambda: try_submission(self._package, self._pool, submission))
