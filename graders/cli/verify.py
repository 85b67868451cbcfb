"""`verify`: every package proves itself; progress as it goes, then tables or JSON."""

from __future__ import annotations

import json
import sys
import threading
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeElapsedColumn
from rich.table import Table
from rich.text import Text

from graders.cli.choice import Choice, tasks
from graders.cli.lint import find_packages
from graders.cli.loops import find_loops, loops_data
from graders.cli.pools import pool_for
from graders.cli.questions import Found, find_questions
from graders.diagnostics import Diagnostics, Note, Severity
from graders.ledger import page
from graders.ledger.entries import Ledger, ledgers
from graders.ledger.proofs import contradictions, record
from graders.package import Package
from graders.verify.mutants.run import Mutation
from graders.verify.older import older_pool
from graders.verify.proof import Part, Proof
from graders.verify.run import THREADS, Plan, Watch, verify_each
from graders.verify.submissions import Result
from sandboxes import Pool

WIDE = 130
"""Columns where no terminal says how many there are."""
_STYLES = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.INFO: "dim"}


def verify(
    paths: list[Path], as_json: bool, plan: Plan, choice: Choice, *, ledger: bool, strict: bool = False
) -> int:
    """0 when every package loads, holds and is what its ledger says, and the questions are right, else 1.

    `ledger` writes what was found instead of comparing it; like `strict` it asks for the other NumPy as well.
    """
    diagnostics = Diagnostics()
    packages = find_packages(paths, diagnostics)
    questions = find_questions(paths, diagnostics)
    loops = find_loops(paths, diagnostics)
    known = ledgers(packages)
    chosen, words = tasks(packages, plan, choice, known)
    asked = [(package, task.plan) for task in chosen for package in task.packages]
    out = sys.stderr if as_json else sys.stdout
    console = Console(file=out, width=None if out.isatty() else WIDE)
    if words:
        console.print(words, soft_wrap=True)
    if not ledger:
        _distrust(known, diagnostics)
    proofs: list[Proof] = []
    if asked:
        tried = [package for package, _ in asked]
        numeric = [package for package, part in asked if part.submissions]
        with (
            pool_for(tried, THREADS, lazily=True) as pool,  # what was proved before needs none
            older_pool(numeric, THREADS) as older,
            _progress(console) as progress,
        ):
            if isinstance(older, str):
                (diagnostics.error if strict or ledger else diagnostics.info)(older)
                older = None
            shown = _Shown(progress, len(asked))
            proofs = verify_each(asked, pool, shown, older, choice.mutants_within)
            _tell_untried(proofs, diagnostics)
            if ledger:
                record(tried, proofs, pool)
            else:
                _hold_against(known, tried, proofs, pool, diagnostics)
    if ledger and any(page.LIBRARY in package.path.parents for package in packages):
        page.write()
    failed = bool(diagnostics.errors) or not all(proof.holds for proof in proofs)
    if as_json:
        data = {
            "packages": [proof.data() for proof in proofs],
            "questions": questions.data(),
            "loops": loops_data(loops),
            "notes": [asdict(n) for n in diagnostics.notes],
        }
        print(json.dumps({"holds": not failed, **data}, indent=2, ensure_ascii=False))
    else:
        _print(console, proofs, questions, diagnostics)
    return 1 if failed else 0


def _tell_untried(proofs: list[Proof], diagnostics: Diagnostics) -> None:
    """Warn of packages whose mutants there was no time for."""
    for proof in proofs:
        if proof.untried:
            words = "is not in the ledger, and its mutants were left untried: run verify --ledger"
            diagnostics.child(f"{proof.set}/{proof.problem}").warning(words)


def _distrust(known: Mapping[Path, Ledger], diagnostics: Diagnostics) -> None:
    """Report where the ledger cannot be trusted."""
    for folder, ledger in known.items():
        for words in ledger.complaints:
            diagnostics.child(folder.name).error(words, ledger.file.name)


def _hold_against(
    known: Mapping[Path, Ledger],
    packages: list[Package],
    proofs: list[Proof],
    pool: Pool,
    diagnostics: Diagnostics,
) -> None:
    """Report where the ledger says something else than what was found."""
    for package, proof in zip(packages, proofs, strict=True):
        entry = known[package.path.parent].of(package)
        if entry and proof.holds:
            subject = diagnostics.child(f"{proof.set}/{proof.problem}")
            for words in contradictions(entry, package, proof, pool):
                subject.error(words)


class _Shown(Watch):
    """Progress on a terminal: one bar over the packages, one over the mutants of each that is on its way."""

    def __init__(self, progress: Progress, packages: int) -> None:
        self._progress = progress
        self._packages = progress.add_task("", total=packages)
        self._mutants: dict[str, TaskID] = {}
        self._lock = threading.Lock()

    def tried(self, package: Package, result: Result) -> None:
        self._progress.update(self._packages, description=f"{package.slug}: {result.name}")
        if result.problem:
            words = f"{package.slug}: {result.name}: {result.problem}"
            self._progress.console.print(Text(words, style="red"))

    def mutated(self, package: Package, done: int, total: int) -> None:
        with self._lock:
            if package.digest not in self._mutants:
                self._mutants[package.digest] = self._progress.add_task(f"{package.slug}: mutants")
        self._progress.update(self._mutants[package.digest], completed=done, total=total)

    def proved(self, package: Package, proof: Proof) -> None:
        with self._lock:
            bar = self._mutants.pop(package.digest, None)
        if bar is not None:
            self._progress.remove_task(bar)
        self._progress.update(self._packages, advance=1, description=package.slug)


def _progress(console: Console) -> Progress:
    columns = (BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(), TextColumn("{task.description}"))
    return Progress(*columns, console=console, transient=True, disable=not console.is_terminal)


def _print(console: Console, proofs: list[Proof], questions: Found, diagnostics: Diagnostics) -> None:
    for note in diagnostics.notes:
        _print_note(console, note)
    for proof in proofs:
        if proof.results:
            console.print(_table(proof))
        for result in proof.results:
            if result.problem:
                words = f"{proof.set}/{proof.problem}/{result.name}: {result.problem}"
                console.print(Text(words, style="red"))
        for result in proof.results:
            for words in result.growth:
                console.print(Text(f"{result.name}: {words}", style="dim"), soft_wrap=True)
        if proof.mutation:
            _print_mutation(console, proof.mutation, f"{proof.set}/{proof.problem}")
        if proof.checks and proof.checks.attacks:
            _print_checks(console, proof.checks, f"{proof.set}/{proof.problem}")
        for note in proof.notes:
            _print_note(console, note)
    if questions.banks:
        console.print(questions.summary())
    held = sum(proof.holds for proof in proofs)
    tried = sum(len(proof.results) for proof in proofs)
    mutants = sum(proof.mutation.tried for proof in proofs if proof.mutation)
    cached = sum(proof.cached for proof in proofs)
    refused = f", {len(diagnostics.errors)} errors while loading" if diagnostics.errors else ""
    console.print(
        f"{held} of {len(proofs)} packages hold, {tried} submissions, {mutants} mutants "
        f"({cached} packages proved before){refused}",
        soft_wrap=True,
    )


def _table(proof: Proof) -> Table:
    table = Table(title=f"{proof.set}/{proof.problem}", title_justify="left", box=None, pad_edge=False)
    table.add_column("submission", overflow="fold", min_width=30)
    for heading in ("declared", "verdict", "first fails in", "points", "s", "MiB"):
        table.add_column(heading)
    for result in proof.results:
        style = "red" if result.problem else ""
        points = "" if result.score is None else f"{result.score:g}"
        figures = (points, f"{result.time_s:.3f}", f"{result.memory_bytes / 2**20:.0f}")
        table.add_row(result.name, result.declared, result.verdict, result.group or "", *figures, style=style)
    return table


def _print_mutation(console: Console, mutation: Mutation, name: str) -> None:
    """The rate, and each survivor as a diff under the id that mutants.toml takes."""
    for survivor in mutation.survivors:
        console.print(Text(f"{survivor.file} {survivor.id} survives", style="yellow"))
        for line in survivor.difference.splitlines()[2:]:
            style = {"+": "green", "-": "red"}.get(line[:1], "dim")
            console.print(Text(line, style=style), soft_wrap=True)
    of_all = "" if mutation.tried + mutation.equivalent == mutation.made else f" of {mutation.made} made"
    late = f", {mutation.late} by a time limit" if mutation.late else ""
    console.print(
        f"{name}: {mutation.killed} of {mutation.tried} mutants killed{late}: {100 * mutation.rate:.1f} % "
        f"({mutation.equivalent} marked equivalent{of_all}; {mutation.seconds:.0f} s)",
        soft_wrap=True,
    )


def _print_checks(console: Console, checks: Part, name: str) -> None:
    """How much was tried besides the submissions, and what the time limit leaves."""
    clear = f"; the slowest accepted case needs 1/{checks.clear:.1f} of the limit" if checks.clear else ""
    other = f"; also on NumPy {checks.older}" if checks.older else ""
    console.print(
        f"{name}: {checks.answers} wrong answers, {checks.inputs} junk inputs and {checks.attacks} attacks tried"
        f"{clear}{other}",
        soft_wrap=True,
    )


def _print_note(console: Console, note: Note) -> None:
    console.print(Text(str(note), style=_STYLES[note.severity]), soft_wrap=True)
