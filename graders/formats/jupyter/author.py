"""A package as an author's notebook, and back: nothing of it is lost, whatever of it the cells can show."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable
from typing import Any

from graders.cases import TestCase
from graders.formats.jupyter.reading import Cell, Notebook, NotebookRefused
from graders.formats.jupyter.writing import case_test, cell, notebook, statement_cell
from graders.package import Package

BEGIN, END = "### BEGIN SOLUTION", "### END SOLUTION"
HIDE, SHOW = "### BEGIN HIDDEN TESTS", "### END HIDDEN TESTS"
MOST_TESTS = 40
"""Cases of a group that are written out."""


def author_notebook(package: Package, cases: Iterable[TestCase] = ()) -> bytes:
    """Statement, reference and, for the `cases` that are known, the tests of each group with its points.

    The package's files travel in the notebook's metadata. Statement and reference are read back from the cells.
    """
    reference = package.files.get(f"submissions/accepted/{package.manifest.reference}", b"").decode()
    cells = [
        statement_cell(package),
        cell("code", "solution", f"{BEGIN}\n{reference.rstrip()}\n{END}", solution=True, locked=False),
    ]
    known = list(cases)
    for group in package.manifest.groups:
        tests = [case_test(package, case) for case in known if case.group == group.id]
        body = "\n".join([test for test in tests if test][:MOST_TESTS]) or "# Decided by the examiner."
        source = f"{HIDE}\n{body}\n{SHOW}" if group.hidden else body
        cells.append(cell("code", f"group-{group.id}", source, grade=True, points=group.points))
    files = {name: _as_json(data) for name, data in sorted(package.files.items())}
    about = {
        "format": 1,
        "problem": f"{package.set_slug}/{package.slug}",
        "version": package.digest,
        "cells": {one["id"]: _print("".join(one["source"])) for one in cells},
        "package": files,
    }
    return notebook(cells, about)


def is_package(given: Notebook) -> bool:
    """Whether a notebook carries a package."""
    return isinstance(given.readyroom.get("package"), dict)


def package_files_of(given: Notebook) -> tuple[str, str, dict[str, bytes]]:
    """(set, problem, files) of a notebook that carries a package, with statement and reference as they are now."""
    set_slug, _, slug = str(given.readyroom.get("problem", "")).partition("/")
    files = {str(name): _of_json(name, data) for name, data in given.readyroom["package"].items()}
    prints = given.readyroom.get("cells")
    for one in given.cells:
        before = prints.get(one.grade_id) if isinstance(prints, dict) else None
        if not one.marked or before == _print(one.source):
            continue
        if one.grade_id == "statement":
            files["statement.md"] = (_untitled(one.source).strip("\n") + "\n").encode()
        elif one.grade_id == "solution":
            files[_reference_name(files, one)] = _unmarked(one.source).encode()
        elif one.grade:
            raise NotebookRefused(
                "the tests were changed. They are written from cases.py, so change them there.", one.number
            )
    return set_slug, slug, files


def _reference_name(files: dict[str, bytes], one: Cell) -> str:
    import tomllib

    try:
        reference = tomllib.loads(files["problem.toml"].decode())["reference"]
    except (KeyError, ValueError):
        raise NotebookRefused("the package names no reference that this could be.", one.number) from None
    return f"submissions/accepted/{reference}"


def _untitled(text: str) -> str:
    first, _, rest = text.partition("\n")
    return rest if first.startswith("# ") else text


def _unmarked(text: str) -> str:
    lines = [line for line in text.split("\n") if line.strip() not in (BEGIN, END)]
    return "\n".join(lines).strip("\n") + "\n"


def _print(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def _as_json(data: bytes) -> Any:
    try:
        return data.decode()
    except UnicodeDecodeError:
        return {"base64": base64.b64encode(data).decode()}


def _of_json(name: Any, data: Any) -> bytes:
    try:
        return data.encode() if isinstance(data, str) else base64.b64decode(data["base64"], validate=True)
    except (TypeError, KeyError, ValueError):
        raise NotebookRefused(f"the file {name!r:.80} of the package cannot be read.") from None
