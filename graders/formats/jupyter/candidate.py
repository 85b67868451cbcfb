"""The notebook that a candidate works in, and the solution in the one that comes back."""

from __future__ import annotations

import ast
import re

from graders.formats.jupyter.reading import MOST_HANDED_IN, Cell, NotebookRefused, read_notebook
from graders.formats.jupyter.writing import cell, notebook, sample_test, statement_cell
from graders.package import Package

SOLUTION = "solution"
MOST_CODE = 256 << 10
"""Bytes of the solution cells, where a site sets no other limit."""
_COMMAND = re.compile(r"^\s*(%|!|\?)")
_BACK = "Write your solution in the cell above: what stands in cells of your own is not handed in. Then save the notebook and upload it on the problem's page."


def candidate_notebook(package: Package) -> bytes:
    """What a candidate may know of a function problem: statement, starter and samples."""
    cells = [
        statement_cell(package),
        cell("code", SOLUTION, package.starter, solution=True, locked=False),
        cell("markdown", "how-to-hand-in", _BACK),
    ]
    for number, sample in enumerate(package.samples, start=1):
        cells.append(cell("code", f"sample-{number}", sample_test(package, sample), grade=True, points=0))
    about = {"format": 1, "problem": f"{package.set_slug}/{package.slug}", "version": package.digest}
    return notebook(cells, about)


def solution_of(data: bytes, problem: str, most: int = MOST_CODE) -> str:
    """The code of the solution cells from top to bottom; NotebookRefused says why there is none, with the cell's number.

    `problem` is the "set/slug" that it is handed in for; a notebook that names another is refused, and so are more than
    `most` bytes of code.
    """
    given = read_notebook(data, MOST_HANDED_IN)
    named = given.readyroom.get("problem")
    if isinstance(named, str) and named != problem:
        raise NotebookRefused(f"This notebook belongs to the problem {named[:130]}, not to {problem}.")
    marked = [one for one in given.cells if one.solution]
    if not marked:
        raise NotebookRefused(
            "The notebook has no solution cell. Download it from the problem's page and work in the cell that holds the starter."
        )
    first: dict[str, int] = {}
    for one in marked:
        if not one.is_code:
            raise NotebookRefused(
                "the solution cell is no code cell any more; make it one again.", one.number
            )
        if one.grade_id in first:
            raise NotebookRefused(
                f"it is a copy of the solution cell {first[one.grade_id]}; keep one of them.", one.number
            )
        first[one.grade_id] = one.number
        _must_be_text(one)
    code = "\n\n".join(one.source.strip("\n") for one in marked) + "\n"
    if (size := len(code.encode())) > most:
        largest = max(marked, key=lambda one: len(one.source))
        raise NotebookRefused(
            f"with it the code is {-(-size // 1024)} KiB; at most {most // 1024} KiB are accepted.",
            largest.number,
        )
    return code


def _must_be_text(one: Cell) -> None:
    """Refuse what is no Python file's text: NUL, half characters, commands of IPython."""
    for number, line in enumerate(one.source.split("\n"), start=1):
        if "\0" in line:
            raise NotebookRefused(f"line {number} holds a NUL character.", one.number)
        if any("\ud800" <= char <= "\udfff" for char in line):
            raise NotebookRefused(f"line {number} cannot be written as UTF-8.", one.number)
        if _COMMAND.match(line) and not _is_python(one.source):
            raise NotebookRefused(
                f"line {number} is a command of IPython ({line.strip()[:40]}), which is not Python; take it out.",
                one.number,
            )


def _is_python(source: str) -> bool:
    try:
        ast.parse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False
    return True
