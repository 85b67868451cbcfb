"""How well the growth of running time is told: false alarms, power, and what it costs.

Every growth is measured as it is for a submission, over and over, in cells of its own, of the library's packages with a scaling.toml and of
plain functions whose growth is known. Only measurements are repeated; inputs are drawn anew now and then.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from graders.cells import Author, Cell
from graders.diagnostics import Diagnostics
from graders.growth.drawing import Scaled, draw_scaled
from graders.growth.judging import row_of
from graders.growth.measuring import BUDGET_S, Measurement, Purse, growth_limits
from graders.kinds.function.decide import decider
from graders.kinds.function.growing import EXPECTED_RUNS
from graders.package import Package, load_package
from graders.verdict import Verdict
from sandboxes import Pool, open_pool
from tests.benchmarks.functions import LINEAR, LINEARITHMIC, QUADRATIC, write_functions
from tests.benchmarks.harness import Figure, main, percentile
from tests.benchmarks.subjects import PROBLEMS

ACCEPTED, QUICK_ACCEPTED = 440, 20
SLOW, QUICK_SLOW = 40, 3
REDRAWN = 20
"""Measurements of one subject on the same inputs."""


@dataclass(frozen=True)
class Subject:
    """A file with the package that it is measured in."""

    package: Package
    name: str
    source: bytes


@dataclass
class Tally:
    """What was said, and what each measurement took."""

    states: list[str] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)

    def share(self, state: str) -> float:
        """How often that was said."""
        return self.states.count(state) / len(self.states)


def measure(quick: bool) -> list[Figure]:
    """Accepted submissions must never be called slower; slow ones nearly always."""
    many, few = (QUICK_ACCEPTED, QUICK_SLOW) if quick else (ACCEPTED, SLOW)
    load = os.getloadavg()[0]
    with tempfile.TemporaryDirectory() as folder, open_pool(sizes={"python": 2}) as pool:
        functions = write_functions(Path(folder))
        right, slow = _library()
        plain = _subjects(functions, LINEAR)
        honest = _repeat(pool, [*right, *plain], many)
        told = _repeat(pool, slow, few * len(slow))
        square = _repeat(pool, _subjects(functions, QUADRATIC), few * len(QUADRATIC))
        log = _repeat(pool, _subjects(functions, LINEARITHMIC), few * len(LINEARITHMIC))
    return [
        Figure("accepted submissions and linear functions, measurements", "", float(len(honest.states))),
        Figure("of these called slower than asked", "", honest.share("slower"), 1 / 200),
        Figure("of these not clear", "", honest.share("unclear")),
        Figure("n² told from n", "", square.share("slower"), 0.95, "higher"),
        Figure("n log n told from n", "", log.share("slower"), 0.95, "higher"),
        Figure("the library's slow submissions told", "", told.share("slower"), 0.95, "higher"),
        Figure("extra seconds of an accepted submission, p50", "s", percentile(honest.seconds, 0.5), 2.0),
        Figure("extra seconds of an accepted submission, p95", "s", percentile(honest.seconds, 0.95)),
        Figure("extra CPU seconds of an accepted submission, p95", "s", percentile(honest.cpu, 0.95), 2.0),
        Figure("extra CPU seconds of a slow one, p95", "s", percentile([*told.cpu, *square.cpu], 0.95), 2.0),
        Figure("load average before", "", load),
    ]


def _library() -> tuple[list[Subject], list[Subject]]:
    """Submissions that grow as asked, and those that pass every case and do not."""
    right, slow = [], []
    for file in sorted(PROBLEMS.glob("*/*/scaling.toml")):
        package = _loaded(file.parent)
        for submission in package.submissions:
            subject = Subject(package, submission.path.stem, submission.path.read_bytes())
            if submission.verdict is Verdict.AC and not submission.slower:
                right.append(subject)
            elif submission.slower:
                slow.append(subject)
    return right, slow


def _subjects(folder: Path, sources: dict[str, str]) -> list[Subject]:
    package = _loaded(folder)
    return [Subject(package, name, source.encode()) for name, source in sources.items()]


def _loaded(folder: Path) -> Package:
    package = load_package(folder, diagnostics := Diagnostics())
    assert package is not None, [str(note) for note in diagnostics.errors]
    return package


def _repeat(pool: Pool, subjects: list[Subject], times: int) -> Tally:
    """So many measurements, the subjects in turn; what a submission's own time is begins once its inputs are drawn."""
    tally = Tally()
    inputs: dict[str, list[Scaled]] = {}
    for number in range(times):
        subject = subjects[number % len(subjects)]
        turn = number // (len(subjects) * REDRAWN)
        key = f"{subject.package.digest} {turn}"
        if key not in inputs:
            with Author(pool, subject.package) as author:
                inputs[key] = draw_scaled(subject.package, author, turn)
        for state, seconds, cpu in _measured(pool, subject, inputs[key]):
            tally.states.append(state)
            tally.seconds.append(seconds)
            tally.cpu.append(cpu)
    return tally


def _measured(pool: Pool, subject: Subject, scaled: list[Scaled]) -> Iterator[tuple[str, float, float]]:
    manifest = subject.package.manifest
    with Author(pool, subject.package) as author:
        judge = decider(subject.package, author)
        for item in scaled:
            began = time.monotonic()
            files, limits = {"solution.py": subject.source}, growth_limits(manifest.limits)
            with Cell(pool, manifest.image, files, limits) as cell:
                cell.runs = EXPECTED_RUNS
                found = Measurement(
                    item,
                    cell,
                    manifest.entry,
                    lambda case, outcome: judge.fit(case, outcome).failure,
                    Purse(BUDGET_S / len(scaled)),
                ).run()
            row = row_of(item.growth, found)
            if row.state not in ("held", "slower"):
                print(f"{subject.package.slug}/{subject.name}: {row.state}: {row.in_words}")
            yield row.state, time.monotonic() - began, row.cpu_s


if __name__ == "__main__":
    sys.exit(main("growth", measure))
