"""Whether collections come over whole: `python -m tests.benchmarks.importers FORMAT=PATH …`.

Each problem's own tests are run on its own reference under plain Python, and both are imported and graded in cells.
Nothing of a collection is kept here: a path leads to a copy of one's own. A long run may be cut: with `--kept FILE`
the outcome of each problem is a line there, and the next run goes on from it. Time limits of plain Python are those
of the processor, and what takes too long here is judged by that too, so that a busy machine changes no verdict.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
import tempfile
import time
from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from graders.cli.formats import Pools
from graders.diagnostics import Diagnostics
from graders.formats.model import Problem, distinct
from graders.formats.proving import PoolOf, place
from graders.formats.registry import Unreadable
from graders.package import Package, load_package
from graders.verdict import Verdict
from graders.verify.bench import Bench
from graders.verify.run import Plan
from sandboxes import Pool
from tests.benchmarks.collected import READERS, Subject, passes
from tests.benchmarks.harness import Figure, main
from tests.benchmarks.judged import Told, report_on, told

QUICK = 10
"""Problems of each collection in a short run."""


@dataclass(frozen=True)
class Outcome:
    """What became of a problem under plain Python and here."""

    collection: str
    name: str
    passed: bool
    solved: bool
    form: str
    why: str
    seconds: float
    refused: int = 0  # broken references that the problem's own tests refuse
    missed: tuple[str, ...] = ()  # of these, accepted here
    stricter: tuple[str, ...] = ()  # accepted by its own tests, refused here

    @property
    def agrees(self) -> bool:
        """Whether both say the same of the reference, and nothing broken is accepted here alone."""
        return self.passed == self.solved and not self.missed


class Kept:
    """Outcomes of earlier runs, in a file if there is one; with `again`, those that disagree do not count."""

    def __init__(self, path: Path | None, again: bool) -> None:
        self._path = path
        lines = path.read_text().splitlines() if path is not None and path.exists() else []
        found = [Outcome(**json.loads(line)) for line in lines]
        latest = {(one.collection, one.name): one for one in found}
        self.outcomes = {key: one for key, one in latest.items() if one.agrees or not again}

    def add(self, outcome: Outcome) -> None:
        """Keep one more."""
        self.outcomes[outcome.collection, outcome.name] = outcome
        if self._path is not None:
            with self._path.open("a") as stream:
                stream.write(json.dumps(asdict(outcome)) + "\n")


def measure(
    quick: bool,
    collections: list[str],
    kept: Path | None,
    seconds: float | None,
    again: bool,
    broken: int,
) -> list[Figure]:
    """Shares per collection, with a line for each problem that does not agree; no figure without a collection."""
    figures: list[Figure] = []
    known = Kept(kept, again)
    ends = time.monotonic() + seconds if seconds is not None else float("inf")
    folder = Path(tempfile.mkdtemp())
    try:
        with Pools("bubblewrap") as pools:
            for number, words in enumerate(collections, start=1):
                format, _, path = words.partition("=")
                title = f"{format} {Path(path).name}"
                subjects = list(READERS[format](Path(path)))
                subjects = subjects[:: max(1, len(subjects) // QUICK)] if quick else subjects
                _run(title, subjects, known, folder, f"set-{number}", pools.of, ends, broken)
                figures += _figures(title, len(subjects), known)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return figures


def _run(
    title: str,
    subjects: Iterable[Subject],
    known: Kept,
    folder: Path,
    set_slug: str,
    pools: PoolOf,
    ends: float,
    broken: int,
) -> None:
    """Try each problem that is not known yet, until the time is over; one that does not agree is a line on stderr."""
    taken: set[str] = set()
    for subject in subjects:
        if (title, subject.name) in known.outcomes or time.monotonic() > ends:
            continue
        begun = time.monotonic()
        passed = passes(subject)
        package, form, why = accepted(subject, folder, set_slug, pools, taken)
        both = package if passed else None
        more = told(subject, both, pools(both), broken) if both else Told()
        seconds = time.monotonic() - begun
        outcome = Outcome(
            title, subject.name, passed, package is not None, form, why[:600], seconds, **asdict(more)
        )
        known.add(outcome)
        for line in _said(outcome):
            print(f"{title}: {subject.name} {line}", file=sys.stderr, flush=True)


def _said(outcome: Outcome) -> list[str]:
    """What is found out about a problem that is not judged alike."""
    lines = [f"accepts what its own tests refuse: {one}" for one in outcome.missed]
    lines += [f"refuses what its own tests accept: {one}" for one in outcome.stricter]
    if outcome.passed != outcome.solved:
        where = "under plain Python only" if outcome.passed else "here only"
        lines.append(f"passes {where}: {outcome.why[:300]}")
    return lines


def accepted(
    subject: Subject, library: Path, set_slug: str, pools: PoolOf, taken: set[str]
) -> tuple[Package | None, str, str]:
    """The package, if it is imported and all its accepted submissions get AC; the form that took; and why not.

    Written and graded as an import does, in the first form that works, without what only a proof needs.
    """
    if isinstance(subject.problem, Unreadable):
        return None, "none", subject.problem.why
    problem = subject.problem
    ways = (
        [replace(problem, forms=(form,)) for form in problem.forms]
        if isinstance(problem, Problem)
        else [problem]
    )
    why: list[str] = []
    for way in ways:
        slug = distinct(problem.slug, taken)
        taken.add(slug)
        placed = place(way.renamed(slug), library, set_slug, None, Plan())
        package = load_package(placed.folder, Diagnostics()) if placed.folder else None
        found = _not_accepted(package, pools(package)) if package else "; ".join(placed.findings)
        if found is None:
            return package, placed.form, ""
        why.append(f"{placed.form}: {found}")
    return None, "none", " | ".join(why)


def _not_accepted(package: Package, pool: Pool) -> str | None:
    """The first accepted submission that does not get AC, and what it gets."""
    bench = Bench(package, pool, margins=False)
    for submission in package.submissions:
        if submission.verdict is Verdict.AC:
            report = report_on(bench, submission.path.read_text(encoding="utf-8"))
            if report.verdict is not Verdict.AC:
                failed = [row for row in report.cases if row.verdict not in (None, Verdict.AC)][:1]
                notes = [part.message.text for part in (report, *failed) if part.message]
                words = notes + [
                    check.message for row in failed for check in row.checks or [] if check.message
                ]
                return f"{submission.name} gets {report.verdict}: {' '.join(words)}"
    return None


def _figures(title: str, problems: int, known: Kept) -> list[Figure]:
    tried = [one for one in known.outcomes.values() if one.collection == title]
    plain = [one for one in tried if one.passed]
    both = [one for one in plain if one.solved]
    typed = sum(one.form == "typed" for one in both)
    return [
        Figure(f"{title}: problems", "", problems),
        Figure(f"{title}: tried", "", len(tried)),
        Figure(f"{title}: references that pass under plain Python", "", len(plain)),
        Figure(
            f"{title}: of these, imported and accepted",
            "%",
            100 * len(both) / max(len(plain), 1),
            98,
            "higher",
        ),
        Figure(f"{title}: accepted here alone", "", sum(one.solved and not one.passed for one in tried), 0),
        Figure(
            f"{title}: broken references that their own tests refuse", "", sum(one.refused for one in tried)
        ),
        Figure(f"{title}: of these, accepted here", "", sum(len(one.missed) for one in tried), 0),
        Figure(f"{title}: broken references refused here alone", "", sum(len(one.stricter) for one in tried)),
        Figure(f"{title}: with typed cases", "%", 100 * typed / max(len(both), 1)),
        Figure(f"{title}: time", "s", sum(one.seconds for one in tried)),
    ]


if __name__ == "__main__":
    words = argparse.ArgumentParser(add_help=False)
    words.add_argument("collections", nargs="*", metavar="FORMAT=PATH", help=f"formats: {', '.join(READERS)}")
    words.add_argument("--kept", type=Path, help="file of the outcomes so far, which are not run again")
    words.add_argument("--seconds", type=float, help="begin no further problem after so long")
    words.add_argument("--again", action="store_true", help="run what disagreed once more")
    words.add_argument(
        "--broken", type=int, default=0, help="of each problem, try so many references with a mistake too"
    )
    sys.exit(main("importers", measure, more=words))
