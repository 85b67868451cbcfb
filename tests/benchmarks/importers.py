"""Whether collections come over whole: `python -m tests.benchmarks.importers FORMAT=PATH …`.

Each problem's own tests are run on its own reference under plain Python, and both are imported and graded in cells.
Nothing of a collection is kept here: a path leads to a copy of one's own.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from graders.cli.formats import Pools
from graders.formats import exercises, kattis, records
from graders.formats.jupyter.nbgrader import problem_of as of_notebook
from graders.formats.jupyter.reading import read_notebook
from graders.formats.model import NotImported, Problem, Whole, distinct
from graders.formats.proving import PoolOf, place
from graders.formats.registry import Unreadable
from graders.verify.run import Plan
from tests.benchmarks.harness import Figure, main
from tests.benchmarks.serving import ROOT

PYTHON = ROOT / ".sandbox-env" / "bin" / "python"
"""With NumPy and PyTorch, as cells have them."""
LIMIT_S = 300
QUICK = 10
"""Problems of each collection in a short run."""


@dataclass(frozen=True)
class Subject:
    """A problem to import, or why it cannot be; and how its tests are run on its reference under plain Python."""

    name: str
    problem: Problem | Whole | Unreadable
    files: dict[str, bytes]
    command: tuple[str, ...] = (str(PYTHON), "-I", "main.py")


def of_records(path: Path) -> Iterator[Subject]:
    """Records: the reference, then the tests, in one script."""
    for name, record in records.records(path):
        if isinstance(record, Unreadable):
            continue
        try:
            problem: Problem | Unreadable = records.problem_of(record, name)
        except NotImported as error:
            problem = Unreadable(name, str(error))
        yield Subject(name, problem, {"main.py": _script(record).encode()})


def _script(record: dict[str, Any]) -> str:
    """What the collection's own harness runs, pieced together without the importer's help."""
    take = {
        field: next((record[k] for k in keys if k in record), "") for field, keys in records.FIELDS.items()
    }
    reference = str(take["reference"])
    if "canonical_solution" in record:
        reference = str(record.get("prompt", "")) + reference
    setup, tests = take["setup"], take["tests"]
    lines = [reference, "\n".join(setup) if isinstance(setup, list) else str(setup)]
    if isinstance(tests, str):
        entry = take["entry"]
        return "\n".join([*lines, tests, f"check({entry})" if "def check(" in tests else ""])
    lines += ["import contextlib, io", "space = dict(globals())"]
    for test in [*tests, *(take["more"] or [])]:
        code = test if isinstance(test, str) else test.get("test", "")
        lines += [
            "said = io.StringIO()",
            "with contextlib.redirect_stdout(said):",
            f"    exec({code!r}, dict(space))",
        ]
        if not isinstance(test, str):
            lines.append(
                f"assert said.getvalue().strip() == {test['expected_output'].strip()!r}, said.getvalue()"
            )
    return "\n".join(lines)


def of_exercises(path: Path) -> Iterator[Subject]:
    """Exercises: the exemplar in the stub's place, and pytest."""
    for folder in exercises.folders(path):
        name = folder.name
        files = {f.relative_to(folder).as_posix(): f.read_bytes() for f in folder.rglob("*.py")}
        try:
            layout = exercises.layout_of(folder)
            problem: Problem | Unreadable = exercises.problem_of(layout, name)
        except NotImported as error:
            about = json.loads((folder / ".meta" / "config.json").read_text()).get("files", {})
            stubs, models = about.get("solution", []), [*about.get("exemplar", []), *about.get("example", [])]
            files |= {stub: files[model] for stub, model in zip(stubs, models, strict=False)}
            problem, tests = Unreadable(name, str(error)), about.get("test", [])
        else:
            files[layout.stub] = files[layout.exemplar]
            tests = [layout.tests]
        words = ("-p", "no:cacheprovider", "-q", "-o", "addopts=", "-o", "markers=task", "-x")
        yield Subject(name, problem, files, (sys.executable, "-m", "pytest", *words, *tests))


def of_notebooks(path: Path) -> Iterator[Subject]:
    """Notebooks that have solutions and tests: their code cells from top to bottom."""
    for file in sorted(path.rglob("*.ipynb")):
        name = file.relative_to(path).as_posix()
        try:
            given = read_notebook(file.read_bytes())
        except ValueError:
            continue
        solved = any(cell.solution and cell.is_code for cell in given.cells)
        if not solved or not any(cell.grade and not cell.solution and cell.is_code for cell in given.cells):
            continue
        try:
            problem: Problem | Unreadable = of_notebook(given, name)
        except NotImported as error:
            problem = Unreadable(name, str(error))
        code = "\n\n".join(cell.source for cell in given.cells if cell.is_code)
        yield Subject(name, problem, {"main.py": code.encode()})


JUDGE = """
import json, subprocess, sys
given = json.load(open("given.json"))
for read, answer in given["cases"]:
    done = subprocess.run([sys.executable, "submission.py"], input=read, capture_output=True, text=True, timeout=given["limit"])
    assert done.returncode == 0, done.stderr
    mine, theirs = done.stdout.split(), answer.split()
    assert len(mine) == len(theirs)
    for one, other in zip(mine, theirs):
        if one.casefold() != other.casefold():
            assert given["tolerance"] and abs(float(one) - float(other)) <= given["tolerance"] * max(1, abs(float(other)))
"""
"""The default validator in short: a submission against every input and answer."""


def of_kattis(path: Path) -> Iterator[Subject]:
    """Programs that Python alone can judge: an accepted submission in Python, and tokens to compare."""
    for found in kattis.read(path):
        if isinstance(found, Problem) or (isinstance(found, Whole) and found.incomplete):
            continue
        if isinstance(found, Unreadable):
            if not any(word in found.why for word in ("reads once", "Python 3", "no secret input")):
                yield Subject(found.name, found, {"main.py": b""})
            continue
        folder = path / found.name if found.name != path.name else path
        pairs = [
            (one.read_text(), one.with_suffix(".ans").read_text())
            for one in sorted(folder.glob("data/**/*.in"))
        ]
        accepted = sorted(file for file in folder.glob("submissions/accepted/*.py"))
        tolerance = 1e-4 if b"float" in found.files["checker.toml"] else 0
        given = json.dumps({"cases": pairs, "limit": 20, "tolerance": tolerance}).encode()
        files = {"main.py": JUDGE.encode(), "given.json": given, "submission.py": accepted[0].read_bytes()}
        yield Subject(found.name, found, files)


READERS = {"json": of_records, "exercises": of_exercises, "jupyter": of_notebooks, "kattis": of_kattis}


def passes(subject: Subject) -> bool:
    """Whether the reference passes its own tests under plain Python."""
    with tempfile.TemporaryDirectory() as folder:
        for name, content in subject.files.items():
            (Path(folder) / name).parent.mkdir(parents=True, exist_ok=True)
            (Path(folder) / name).write_bytes(content)
        quiet = {"stdin": subprocess.DEVNULL, "capture_output": True}
        environment = {**os.environ, "OMP_NUM_THREADS": "1", "PYTHONDONTWRITEBYTECODE": "1"}
        try:
            done = subprocess.run(
                subject.command, cwd=folder, timeout=LIMIT_S, env=environment, check=False, **quiet
            )
        except subprocess.TimeoutExpired:
            return False
    return done.returncode == 0


def accepted(
    subject: Subject, library: Path, set_slug: str, pools: PoolOf, taken: set[str]
) -> tuple[bool, str, str]:
    """Whether it is imported and its reference gets AC; the form that took; and why not."""
    if isinstance(subject.problem, Unreadable):
        return False, "none", subject.problem.why
    problem = subject.problem.renamed(distinct(subject.problem.slug, taken))
    taken.add(problem.slug)
    placed = place(problem, library, set_slug, pools, Plan(mutants=False, fresh=True))
    return placed.solved, placed.form, "; ".join(placed.findings)


def measure(quick: bool, collections: list[str]) -> list[Figure]:
    """Shares per collection, with a line for each problem that does not agree; no figure without a collection."""
    figures: list[Figure] = []
    folder = Path(tempfile.mkdtemp())
    try:
        with Pools("bubblewrap") as pools:
            for number, words in enumerate(collections, start=1):
                format, _, place_ = words.partition("=")
                subjects = list(READERS[format](Path(place_)))
                subjects = subjects[:: max(1, len(subjects) // QUICK)] if quick else subjects
                figures += _collection(
                    f"{format} {Path(place_).name}", subjects, folder, f"set-{number}", pools.of
                )
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return figures


def _collection(
    title: str, subjects: list[Subject], folder: Path, set_slug: str, pools: PoolOf
) -> list[Figure]:
    taken: set[str] = set()
    plain = both = wrong = typed = 0
    begun = time.monotonic()
    for subject in subjects:
        passed = passes(subject)
        solved, form, why = accepted(subject, folder, set_slug, pools, taken)
        plain, both, wrong = plain + passed, both + (passed and solved), wrong + (solved and not passed)
        typed += solved and form == "typed"
        if passed != solved:
            where = "passes under plain Python only" if passed else "passes here only"
            print(f"{title}: {subject.name} {where}: {why[:300]}", file=sys.stderr, flush=True)
    return [
        Figure(f"{title}: problems", "", len(subjects)),
        Figure(f"{title}: references that pass under plain Python", "", plain),
        Figure(f"{title}: of these, imported and accepted", "%", 100 * both / max(plain, 1), 98, "higher"),
        Figure(f"{title}: accepted here alone", "", wrong, 0),
        Figure(f"{title}: with typed cases", "%", 100 * typed / max(both, 1)),
        Figure(f"{title}: time", "s", time.monotonic() - begun),
    ]


if __name__ == "__main__":
    words = argparse.ArgumentParser(add_help=False)
    words.add_argument("collections", nargs="*", metavar="FORMAT=PATH", help=f"formats: {', '.join(READERS)}")
    sys.exit(main("importers", measure, more=words))
