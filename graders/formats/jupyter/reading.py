"""Read a notebook that somebody hands in: its cells' sources and nbgrader's metadata, and nothing else of it.

Outputs are not looked at: whatever they claim, the code is run again.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

MOST_BYTES = 4 << 20
"""Of an author's notebook with its outputs."""
MOST_HANDED_IN = 960 << 10
"""Of a candidate's: what a request holds besides has room up to the site's limit of 1 MiB."""
MOST_CELLS = 1000
MOST_SOURCE = 256 << 10
"""Characters of one cell."""


class NotebookRefused(ValueError):
    """Why a notebook is not taken, in words for who made it; `cell` is 1-based, as a reader counts them."""

    def __init__(self, text: str, cell: int | None = None) -> None:
        super().__init__(f"Cell {cell}: {text}" if cell else text)
        self.cell = cell


@dataclass(frozen=True)
class Cell:
    """One cell; what it is for, as nbgrader marks it."""

    number: int
    type: str
    source: str
    grade_id: str = ""
    solution: bool = False
    grade: bool = False
    locked: bool = False
    task: bool = False
    marked: bool = False  # whether nbgrader has marked it at all
    points: float = 0.0

    @property
    def is_code(self) -> bool:
        """Whether it is run."""
        return self.type == "code"


@dataclass(frozen=True)
class Notebook:
    """Its cells in order, and what it says of the problem that it was made from."""

    cells: tuple[Cell, ...]
    readyroom: dict[str, Any]
    language: str


def read_notebook(data: bytes, most: int = MOST_BYTES) -> Notebook:
    """The notebook in `data`; NotebookRefused says what is wrong, with the cell's number."""
    if len(data) > most:
        largest, advice = _largest(data), "Clear its outputs, which are not looked at, and save it again."
        limit = f"larger than {most >> 10} KiB"
        raise NotebookRefused(
            f"it is the largest of a notebook that is {limit}. {advice}"
            if largest
            else f"The notebook is {limit}. {advice}",
            largest,
        )
    try:
        given = json.loads(data)
    except (UnicodeDecodeError, ValueError, RecursionError):
        raise NotebookRefused("This is no notebook: it is not JSON in UTF-8.") from None
    if not isinstance(given, dict) or not isinstance(given.get("cells"), list):
        older = isinstance(given, dict) and "worksheets" in given
        raise NotebookRefused(
            "The notebook is of an old format: save it with Jupyter again."
            if older
            else "This is no notebook: it has no cells."
        )
    if given.get("nbformat") != 4:
        raise NotebookRefused(f"The notebook is of format {given.get('nbformat')!r:.20}; format 4 is read.")
    if len(given["cells"]) > MOST_CELLS:
        raise NotebookRefused(f"The notebook has more than {MOST_CELLS} cells.")
    about = _table(given.get("metadata"))
    kernel = _table(about.get("kernelspec")).get("language") or _table(about.get("language_info")).get("name")
    cells = tuple(_cell(number, cell) for number, cell in enumerate(given["cells"], start=1))
    return Notebook(cells, _table(about.get("readyroom")), str(kernel or "python"))


def _largest(data: bytes) -> int | None:
    """The number of the cell that takes most of a notebook; None where that cannot be told."""
    try:
        cells = json.loads(data)["cells"] if len(data) <= MOST_BYTES else []
        sizes = [len(json.dumps(cell)) for cell in cells]
    except (UnicodeDecodeError, ValueError, TypeError, KeyError, RecursionError):
        return None
    return sizes.index(max(sizes)) + 1 if sizes else None


def _table(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _cell(number: int, given: Any) -> Cell:
    kind = given.get("cell_type") if isinstance(given, dict) else None
    if kind not in ("code", "markdown", "raw"):
        raise NotebookRefused("it is neither code nor text.", number)
    parts = given.get("source", "")
    parts = [parts] if isinstance(parts, str) else parts
    if not isinstance(parts, list) or not all(isinstance(part, str) for part in parts):
        raise NotebookRefused("its source is no text.", number)
    source = "".join(parts).replace("\r\n", "\n")
    if len(source) > MOST_SOURCE:
        raise NotebookRefused(f"it is longer than {MOST_SOURCE >> 10} Ki characters.", number)
    marks = _table(_table(given.get("metadata")).get("nbgrader"))
    points: Any = marks.get("points")
    return Cell(
        number=number,
        type=kind,
        source=source,
        grade_id=str(marks.get("grade_id", ""))[:200],
        solution=marks.get("solution") is True,
        grade=marks.get("grade") is True,
        locked=marks.get("locked") is True,
        task=marks.get("task") is True,
        marked=bool(marks),
        points=float(points) if type(points) in (int, float) and 0 <= points <= 1e6 else 0.0,
    )
