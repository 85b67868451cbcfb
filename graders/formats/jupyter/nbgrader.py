"""Assignments as nbgrader has them: solution cells become starter and reference, test cells the examiner's."""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass, field

from graders.formats.jupyter.author import BEGIN, END, HIDE, SHOW
from graders.formats.jupyter.reading import Cell, Notebook
from graders.formats.libraries import Missing
from graders.formats.model import Examined, NotImported, Problem, slug_of, title_of
from graders.formats.source import classes, defined, entry_of, imports, parsed

SAMPLES = 2
"""Tests that candidates see, without their hidden parts."""
_STUB = "# YOUR CODE HERE\nraise NotImplementedError()"
_MARKS = re.compile(r"^\s*### (BEGIN|END) (HIDDEN TESTS|SOLUTION|MARK SCHEME)\s*$")
_COMMAND = re.compile(r"^\s*[%!?]")
_BINDING = (ast.Import, ast.ImportFrom, ast.FunctionDef, ast.ClassDef, ast.Assign, ast.AnnAssign)
_EXAMINER = '''"""Runs the notebook's test cells against the candidate's module."""

from imported_cells import CELLS, CLASSES, NAMES, SHOWN, TITLES
from readyroom_tests import cells


def examine(candidate, place, is_sample=False):
    test = SHOWN[place] if is_sample else CELLS[place]
    return cells(candidate, NAMES, [*CELLS[:place], test], TITLES[place], [place], CLASSES)
'''


@dataclass
class _Parts:
    """What the cells come to, in their order."""

    statement: list[str] = field(default_factory=list)
    starter: list[str] = field(default_factory=list)
    reference: list[str] = field(default_factory=list)
    solutions: list[str] = field(default_factory=list)
    run: list[str] = field(default_factory=list)  # in the author's cell, tests and what is given around them
    titles: list[str] = field(default_factory=list)
    tests: list[tuple[int, float]] = field(default_factory=list)  # place in `run`, points
    not_carried: list[str] = field(default_factory=list)
    missing: Missing = field(default_factory=Missing)


def problem_of(given: Notebook, name: str) -> Problem:
    """The problem in a notebook; NotImported if it has no solution or no tests that run by themselves."""
    if given.language.lower() not in ("python", "python3", "ipython"):
        raise NotImported(f"the notebook is in {given.language}, not in Python")
    parts = _Parts()
    for cell in given.cells:
        _take(parts, cell)
    if not parts.solutions:
        raise NotImported("no cell is marked as a solution")
    if not parts.tests:
        raise NotImported("no cell is marked as a test that runs by itself")
    if parts.missing.libraries:
        libraries = ", ".join(parts.missing.libraries)
        parts.not_carried.append(f"what needs {libraries}, which cells do not have")
    reference = parsed("\n\n".join(parts.reference), "the notebook's code")
    solved = parsed("\n\n".join(parts.solutions), "the solution cells")
    names = defined(solved)
    if not names:
        parts.not_carried.append("the solution cells define nothing that a test could ask for")
    made = [node.name for node in solved.body if isinstance(node, ast.FunctionDef | ast.ClassDef)]
    named = names[0] if names else "solution"
    entry, signature = entry_of(reference, made[0])[1:] if made else (named, f"{named}(…)")
    head = imports(reference)
    title, statement = _titled("\n\n".join(parts.statement), name)
    points = tuple(worth for _, worth in parts.tests)
    titles = ["imports", *parts.titles]
    lines = [
        f"CLASSES = {classes(solved)!r}",
        f"NAMES = {names!r}",
        f"TITLES = {titles!r}",
        f"CELLS = {[head, *map(_without_marks, parts.run)]!r}",
    ]
    tests = tuple((repr(place + 1), parts.titles[place]) for place, _ in parts.tests)
    shown = {place + 1: _visible(parts.run[place]) for place, _ in parts.tests}
    lines.append(f"SHOWN = {shown!r}")
    seen = [(f"{place}, True", titles[place]) for place, source in shown.items() if _does_something(source)]
    samples = tuple(seen[:SAMPLES]) or ((f"{parts.tests[0][0] + 1}, True", "nothing is shown of the tests"),)
    return Problem(
        name=name,
        slug=slug_of(name),
        title=title,
        statement=statement,
        starter="\n\n".join(parts.starter),
        reference="\n\n".join(parts.reference),
        entry=entry,
        signature=signature,
        forms=(
            Examined(
                _EXAMINER,
                tests,
                {"imported_cells.py": ("\n".join(lines) + "\n").encode()},
                points if sum(points) else (1.0,) * len(points),
                samples,
            ),
        ),
        source=f"the notebook {name}",
        wall_s=10.0,
        not_carried=tuple(parts.not_carried),
    )


def _take(parts: _Parts, cell: Cell) -> None:
    label = f"cell {cell.number}" + (f" ({cell.grade_id})" if cell.grade_id else "")
    if not cell.is_code:
        if cell.solution or cell.task:
            parts.not_carried.append(f"{label}, {cell.points:g} points, is marked by hand")
        if not cell.solution:
            parts.statement.append(cell.source)
        return
    source = _plain(parts, cell, label)
    if (why := _not_python(source)) and not (cell.grade and not cell.solution):
        parts.not_carried.append(f"{label} is not Python: {why}")
    elif cell.solution:
        if cell.grade:
            parts.not_carried.append(f"the {cell.points:g} points of {label} are given by hand")
        solved = parts.missing.without(_without_marks(source))
        if _does_something(solved) or not _does_something(source):
            parts.starter.append(_compiling(_stubbed(parts.missing.without(source))))
            parts.reference.append(solved)
        else:
            parts.not_carried.append(f"{label} does nothing without {', '.join(parts.missing.libraries)}")
        parts.solutions.append(solved)
    elif cell.grade:
        if "AUTOTEST" in source:
            parts.not_carried.append(f"{label} has AUTOTEST lines, whose tests nbgrader itself would write")
        if not _does_something(source):
            return
        parts.tests.append((len(parts.run), cell.points))
        parts.run.append(source)
        parts.titles.append(cell.grade_id or label)
    else:
        given = source if cell.locked else _definitions(source)
        if given.strip():
            theirs = parts.missing.without(given)
            parts.starter.append(theirs)
            parts.reference.append(theirs)
            parts.run.append(given)
            parts.titles.append(label)


def _plain(parts: _Parts, cell: Cell, label: str) -> str:
    """The source without commands of IPython, where those keep it from being Python."""
    if _not_python(cell.source):
        lines = cell.source.split("\n")
        kept = [line for line in lines if not _COMMAND.match(line)]
        if len(kept) < len(lines):
            parts.not_carried.append(f"commands of IPython in {label}")
        return "\n".join(kept)
    return cell.source


def _not_python(source: str) -> str | None:
    """What keeps a source from being Python, if anything does."""
    try:
        ast.parse(source)
    except SyntaxError as error:
        return f"line {error.lineno}: {error.msg}"
    except (ValueError, RecursionError, MemoryError) as error:
        return str(error)
    return None


def _does_something(source: str) -> bool:
    """Whether there is anything but comments and words in a cell."""
    try:
        body = ast.parse(source).body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return True
    return any(not (isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)) for node in body)


def _stubbed(source: str) -> str:
    """The cell as students get it: each marked part, or all of it, is left to them."""
    lines: list[str] = []
    inside = found = False
    for line in source.split("\n"):
        if line.strip() == BEGIN:
            inside = found = True
            indent = line[: len(line) - len(line.lstrip())]
            lines += [indent + part for part in _STUB.split("\n")]
        elif line.strip() == END:
            inside = False
        elif not inside:
            lines.append(line)
    return "\n".join(lines) if found else _STUB


def _compiling(starter: str) -> str:
    """The cell; as a comment above the stub if leaving the solution out has left no Python."""
    if not _not_python(starter):
        return starter
    lines = [f"# {line}".rstrip() for line in starter.split("\n")]
    return "\n".join([*lines, _STUB.split("\n")[-1]])


def _visible(source: str) -> str:
    """A test without what nbgrader hides from students."""
    lines: list[str] = []
    hidden = False
    for line in source.split("\n"):
        hidden = line.strip() == HIDE or (hidden and line.strip() != SHOW)
        if not (hidden or line.strip() == SHOW):
            lines.append(line)
    return "\n".join(lines)


def _without_marks(source: str) -> str:
    return "\n".join(line for line in source.split("\n") if not _MARKS.match(line))


def _definitions(source: str) -> str:
    """Of a cell that nobody has marked, what later cells may need: imports, definitions and assignments."""
    try:
        body = ast.parse(source).body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return ""
    kept = [node for node in body if isinstance(node, _BINDING)]
    return "\n".join(ast.unparse(node) for node in kept)


def _titled(text: str, name: str) -> tuple[str, str]:
    """The first heading of depth one, or else the file's name, as the title; and the rest."""
    for line in text.split("\n"):
        if re.match(r"^# \S", line):
            return line[2:].strip()[:120], text.replace(line, "", 1).strip() or text
        if line.startswith("#"):
            break
    return title_of(name), text.strip() or title_of(name)
