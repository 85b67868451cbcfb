"""`verify`: every package proves itself; progress as it goes, then a table or JSON."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table
from rich.text import Text

from graders.cli.lint import find_packages
from graders.cli.pools import pool_for
from graders.diagnostics import Diagnostics
from graders.package import Package
from graders.verify.run import THREADS, Proof
from graders.verify.run import verify as prove
from graders.verify.submissions import Result


def verify(paths: list[Path], as_json: bool, fresh: bool) -> int:
    """0 when every package loads and holds, else 1."""
    diagnostics = Diagnostics()
    packages = find_packages(paths, diagnostics)
    console = Console(file=sys.stderr if as_json else sys.stdout)
    with pool_for(packages, THREADS) as pool, _progress(console) as progress:
        task = progress.add_task("", total=sum(1 + len(package.submissions) for package in packages))

        def tell(package: Package, result: Result) -> None:
            progress.update(task, advance=1, description=f"{package.slug}: {result.name}")
            if result.problem:
                progress.console.print(Text(f"{package.slug}: {result.name}: {result.problem}", style="red"))

        proofs = prove(packages, pool, fresh, tell)
    failed = bool(diagnostics.errors) or not all(proof.holds for proof in proofs)
    if as_json:
        print(json.dumps({"holds": not failed, **_data(proofs, diagnostics)}, indent=2, ensure_ascii=False))
    else:
        _print(console, proofs, diagnostics)
    return 1 if failed else 0


def _progress(console: Console) -> Progress:
    columns = (BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(), TextColumn("{task.description}"))
    return Progress(*columns, console=console, transient=True, disable=not console.is_terminal)


def _data(proofs: list[Proof], diagnostics: Diagnostics) -> dict[str, object]:
    packages = [{**asdict(proof), "holds": proof.holds} for proof in proofs]
    return {"packages": packages, "notes": [asdict(note) for note in diagnostics.notes]}


def _print(console: Console, proofs: list[Proof], diagnostics: Diagnostics) -> None:
    for note in diagnostics.notes:
        console.print(Text(str(note), style="red"))
    for proof in proofs:
        _print_problems(console, proof)
        table = Table(title=f"{proof.set}/{proof.problem}", title_justify="left", box=None, pad_edge=False)
        table.add_column("submission", overflow="fold", min_width=30)
        for heading in ("declared", "verdict", "first fails in", "points", "s", "MiB"):
            table.add_column(heading)
        for result in proof.results:
            style = "red" if result.problem else ""
            figures = (f"{result.score:g}", f"{result.time_s:.3f}", f"{result.memory_bytes / 2**20:.0f}")
            table.add_row(
                result.name, result.declared, result.verdict, result.group or "", *figures, style=style
            )
        console.print(table)
    held = sum(proof.holds for proof in proofs)
    tried = sum(len(proof.results) for proof in proofs)
    cached = sum(proof.cached for proof in proofs)
    refused = f", {len(diagnostics.errors)} errors while loading" if diagnostics.errors else ""
    console.print(
        f"{held} of {len(proofs)} packages hold, {tried} submissions ({cached} packages proved before){refused}"
    )


def _print_problems(console: Console, proof: Proof) -> None:
    for text, file, line in proof.problems:
        place = "/".join(part for part in (proof.set, proof.problem, file) if part)
        console.print(Text(f"{place}{f':{line}' if line else ''}: error: {text}", style="red"))
    for result in proof.results:
        if result.problem:
            console.print(Text(f"{proof.set}/{proof.problem}/{result.name}: {result.problem}", style="red"))
