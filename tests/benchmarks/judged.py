"""How an imported package judges: its submissions, and whether it refuses broken references as its own tests do."""

from __future__ import annotations

from dataclasses import dataclass

from graders.package import Package
from graders.report import Report
from graders.verdict import Verdict
from graders.verify.bench import Bench, failed
from graders.verify.mutants.generate import mutants
from sandboxes import Pool
from tests.benchmarks.collected import Subject, passes

LIMIT_S = 10
"""Of the processor: a mistake may make a loop endless."""
PATIENCE = 20
"""Times as long as the limits are, for what only a busy machine may have kept from ending."""


@dataclass(frozen=True)
class Told:
    """How many of the broken references the problem's own tests refuse, and which ones are judged otherwise here."""

    refused: int = 0
    missed: tuple[str, ...] = ()  # refused there, accepted here
    stricter: tuple[str, ...] = ()  # accepted there, refused here


def report_on(bench: Bench, source: str) -> Report:
    """The report on a file. What takes too long is run again with more time, and each case's processor time counts.

    Limits are those of the clock, and on a machine with other work that tells nothing of the file.
    """
    report = bench.report(source)
    if report.verdict is not Verdict.TLE:
        return report
    again = bench.report(source, times=PATIENCE)
    limit_s = bench.package.manifest.limits.wall_s
    return again if all(row.cpu_s <= limit_s for row in again.cases) else report


def told(subject: Subject, package: Package, pool: Pool, many: int) -> Told:
    """The verdicts on so many broken references, from all over the file; none of a format that keeps it elsewhere."""
    (accepted, *_) = (one for one in package.submissions if one.verdict is Verdict.AC)
    source = accepted.path.read_text(encoding="utf-8")
    made = mutants("reference.py", source) if many and subject.instead else []
    refused, missed, stricter = 0, [], []
    bench = Bench(package, pool, margins=False)
    for mutant in made[:: max(1, len(made) // many)][:many] if many else []:
        there = passes(subject, mutant.source, LIMIT_S)
        here = bench.report(mutant.source, enough=failed).verdict is Verdict.AC
        if there and not here:
            here = report_on(bench, mutant.source).verdict is Verdict.AC
        refused += not there
        name = f"line {mutant.line}: {mutant.difference}"
        if here and not there:
            missed.append(name)
        elif there and not here:
            stricter.append(name)
    return Told(refused, tuple(missed), tuple(stricter))
