"""Collections in the formats that people already have, with each problem's own tests run under plain Python."""

from __future__ import annotations

import ast
import json
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from graders.formats import exercises, kattis, records
from graders.formats.jupyter.nbgrader import problem_of as of_notebook
from graders.formats.jupyter.reading import read_notebook
from graders.formats.kattis_include import LANGUAGES
from graders.formats.kattis_judging import is_python
from graders.formats.model import NotImported, Problem, Whole
from graders.formats.registry import Unreadable
from tests.benchmarks.serving import ROOT

PYTHON = ROOT / ".sandbox-env" / "bin" / "python"
"""With NumPy and PyTorch, as cells have them."""
LIMIT_S = 300
"""Of the processor, which a busy machine does not change; the clock only ends what waits for something."""
_WAITED = 20


@dataclass(frozen=True)
class Subject:
    """A problem to import, or why it cannot be; and how its tests are run on its reference under plain Python."""

    name: str
    problem: Problem | Whole | Unreadable
    files: dict[str, bytes]
    command: tuple[str, ...] = (str(PYTHON), "-I", "main.py")
    instead: Callable[[str], dict[str, bytes]] | None = (
        None  # the files with other code in the reference's place
    )


def of_records(path: Path) -> Iterator[Subject]:
    """Records: the reference, then the tests, in one script."""
    for name, record in records.records(path):
        if isinstance(record, Unreadable):
            continue
        try:
            problem: Problem | Unreadable = records.problem_of(record, name)
        except NotImported as error:
            problem = Unreadable(name, str(error))
        reference = _reference(record)

        def written(code: str, record: dict[str, Any] = record) -> dict[str, bytes]:
            return {"main.py": _script(record, code).encode()}

        yield Subject(name, problem, written(reference), instead=written)


def _reference(record: dict[str, Any]) -> str:
    reference = next((str(record[key]) for key in records.FIELDS["reference"] if key in record), "")
    return str(record.get("prompt", "")) + reference if "canonical_solution" in record else reference


def _script(record: dict[str, Any], reference: str) -> str:
    """What the collection's own harness runs, pieced together without the importer's help."""
    take = {
        field: next((record[k] for k in keys if k in record), "") for field, keys in records.FIELDS.items()
    }
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
        layout = None
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
        command = (sys.executable, "-m", "pytest", *words, *tests)
        yield Subject(name, problem, files, command, _in_stub(files, layout.stub) if layout else None)


def _in_stub(files: dict[str, bytes], stub: str) -> Callable[[str], dict[str, bytes]]:
    return lambda code: {**files, stub: code.encode()}


def of_notebooks(path: Path) -> Iterator[Subject]:
    """Notebooks that have solutions and tests: their code cells from top to bottom."""
    for file in sorted(path.rglob("*.ipynb")):
        name = file.relative_to(path).as_posix()
        try:
            given = read_notebook(file.read_bytes())
        except ValueError:
            continue
        cells = [cell for cell in given.cells if cell.is_code and _says_something(cell.source)]
        tested = any(cell.grade and not cell.solution for cell in cells)
        if not tested or not any(cell.solution for cell in cells):
            continue
        try:
            problem: Problem | Unreadable = of_notebook(given, name)
        except NotImported as error:
            problem = Unreadable(name, str(error))
        code = [
            (cell.grade and not cell.solution, _plain(cell.source)) for cell in given.cells if cell.is_code
        ]
        files = {
            "main.py": RUN,
            "cells.json": json.dumps(code),
            "nose/__init__.py": "",
            "nose/tools.py": NOSE,
        }
        yield Subject(name, problem, {name: text.encode() for name, text in files.items()})


def _says_something(source: str) -> bool:
    """Whether a cell has code of its own: more than comments, words, and what is handed out to be written."""
    try:
        body = ast.parse(_plain(source)).body
    except SyntaxError:
        return True
    words = [isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) for node in body]
    return any(
        not word and "NotImplementedError" not in ast.unparse(node)
        for node, word in zip(body, words, strict=True)
    )


NOSE = """
import re, unittest

case = unittest.TestCase()
for name in dir(case):
    if name.startswith("assert") and "_" not in name:
        globals()[re.sub("[A-Z]", lambda letter: "_" + letter[0].lower(), name)] = getattr(case, name)
ok_, eq_ = case.assertTrue, case.assertEqual
"""
"""In the place of nose.tools, which older notebooks ask for and no newer Python has: the assertions of unittest."""
RUN = """
import ast, json, sys
sys.path.insert(0, ".")
space = {"__name__": "__main__"}
for judged, source in json.load(open("cells.json")):
    if judged:
        exec(compile(source, "cell", "exec"), space)
        continue
    try:
        body = ast.parse(source).body
    except SyntaxError:
        continue
    for node in body:
        try:
            exec(compile(ast.Module([node], []), "cell", "exec"), space)
        except Exception:
            pass
"""
"""As nbgrader does it: every cell runs, whatever became of what came before, and the cells of tests must not raise.

Statements stand for themselves, so that a library for drawing that is not there takes nothing else with it.
"""
_COMMAND = re.compile(r"^\s*[%!?].*$", re.M)


def _plain(source: str) -> str:
    return _COMMAND.sub("", source)


JUDGE = """
import json, os, pathlib, resource, subprocess, sys, tempfile

def limited():
    resource.setrlimit(resource.RLIMIT_CPU, (given["limit"], given["limit"]))

def agree(mine, theirs, tolerance):
    assert len(mine) == len(theirs)
    for one, other in zip(mine, theirs):
        if one.casefold() != other.casefold():
            assert tolerance and abs(float(one) - float(other)) <= tolerance * max(1, abs(float(other)))

given = json.load(open("given.json"))
beside = {"cwd": given["included"], "env": os.environ | {"PYTHONPATH": given["included"]}} if given["included"] else {}
for read, answer, flags, submission in [(*case, one) for one in given["submissions"] for case in given["cases"]]:
    with open(read, "rb") as stream:
        done = subprocess.run([sys.executable, submission], stdin=stream, capture_output=True, preexec_fn=limited, **beside)
    assert done.returncode == 0, done.stderr
    if given["validator"]:
        with tempfile.TemporaryDirectory() as feedback:
            command = [sys.executable, given["validator"], read, answer, feedback + "/", *flags]
            assert subprocess.run(command, input=done.stdout, capture_output=True).returncode == 42
    else:
        agree(done.stdout.decode().split(), pathlib.Path(answer).read_text().split(), given["tolerance"])
"""
"""Each accepted submission against every input: the package's own validator in Python, or the default one in short."""
_NOT_ASKED = ("reads once", "Python 3", "no secret input", "is missing", "cannot be read")
"""What no program in Python could be judged on: other kinds, other languages, data that the copy lacks."""


def of_kattis(path: Path) -> Iterator[Subject]:
    """Programs that Python alone can judge: an accepted submission in Python, and tokens or a validator in Python."""
    for found in kattis.read(path):
        if isinstance(found, Unreadable):
            if not any(word in found.why for word in _NOT_ASKED):
                yield Subject(found.name, found, {"main.py": b""})
            continue
        if isinstance(found, Problem) or any("stands in its place" in line for line in found.not_carried):
            continue
        folder = path / found.name if found.name != path.name else path
        cases = [
            (str(one.resolve()), str(one.with_suffix(".ans").resolve()), _flags(one.parent, folder))
            for one in sorted(folder.glob("data/**/*.in"))
        ]
        accepted = [
            one for one in sorted(folder.glob("submissions/accepted/*.py")) if is_python(one.read_bytes())
        ]
        own = sorted(folder.glob("output_validator*/**/*.py")) if "checker.py" in found.files else []
        given = {
            "cases": cases,
            "submissions": [str(one.resolve()) for one in accepted],
            "limit": 20,
            "tolerance": 1e-4 if b"float" in found.files.get("checker.toml", b"") else 0,
            "validator": own and str(own[0].resolve()),
            "included": next(
                (str(one.resolve()) for name in LANGUAGES if (one := folder / "include" / name).is_dir()), ""
            ),
        }
        files = {"main.py": JUDGE.encode(), "given.json": json.dumps(given).encode()}
        yield Subject(found.name, found, files)


def _flags(folder: Path, root: Path) -> list[str]:
    """Flags of a validator that the nearest folder of data states."""
    for place in (folder, *folder.parents):
        for file in (place / "testdata.yaml", place / "test_group.yaml"):
            about = yaml.safe_load(file.read_text()) or {} if file.is_file() else {}
            words = about.get("output_validator_flags", about.get("output_validator_args"))
            if words is not None:
                return [str(word) for word in words] if isinstance(words, list) else str(words).split()
        if place == root:
            break
    return []


READERS = {"json": of_records, "exercises": of_exercises, "jupyter": of_notebooks, "kattis": of_kattis}


_ALONE = {"OMP_NUM_THREADS": "1", "PYTHONDONTWRITEBYTECODE": "1", "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
"""Pytest as a collection expects it: the plugins of this house are not its own, and take longer than its tests."""


def passes(subject: Subject, code: str | None = None, limit_s: int = LIMIT_S) -> bool:
    """Whether the reference, or code in its place, passes the problem's own tests under plain Python."""
    files = subject.files if code is None or subject.instead is None else subject.instead(code)
    with tempfile.TemporaryDirectory() as folder:
        for name, content in files.items():
            (Path(folder) / name).parent.mkdir(parents=True, exist_ok=True)
            (Path(folder) / name).write_bytes(content)
        quiet = {"stdin": subprocess.DEVNULL, "capture_output": True}
        try:
            done = subprocess.run(
                ["sh", "-c", f'ulimit -t {limit_s} && exec "$@"', "sh", *subject.command],
                cwd=folder,
                timeout=_WAITED * limit_s,
                env={**os.environ, **_ALONE},
                check=False,
                **quiet,
            )
        except subprocess.TimeoutExpired:
            return False
    return done.returncode == 0
