"""Notebooks in a folder: each is a problem, or a package that was exported as one."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from graders.formats.jupyter.author import is_package, package_files_of
from graders.formats.jupyter.nbgrader import problem_of
from graders.formats.jupyter.reading import NotebookRefused, read_notebook
from graders.formats.model import NotImported, Whole
from graders.formats.registry import Found, Unreadable


def read(path: Path) -> Iterator[Found]:
    """Every .ipynb at or under `path`, those of hidden folders left out."""
    files = [path] if path.is_file() else sorted(path.rglob("*.ipynb"))
    for file in files:
        inside = file.relative_to(path) if path.is_dir() else Path(file.name)
        if not any(part.startswith(".") for part in inside.parts):
            yield _read(file, inside.with_suffix("").as_posix())


def _read(file: Path, name: str) -> Found:
    try:
        given = read_notebook(file.read_bytes())
        if is_package(given):
            set_slug, slug, files = package_files_of(given)
            return Whole(name, set_slug, slug, files)
        return problem_of(given, name)
    except (NotebookRefused, NotImported) as error:
        return Unreadable(name, str(error))
