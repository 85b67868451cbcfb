"""Cases that lie in a package as files: `data/sample/1.in` and `1.ans`, `data/secret/<group>/….in`, as Kattis names them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Any

from graders.diagnostics import Diagnostics
from graders.package.model import Package

IN, ANSWER, NOTE = ".in", ".ans", ".desc"


def file_cases(package: Package) -> list[dict[str, Any]]:
    """Each input file as cases.py would have given it; `.ans` is what to expect, `.desc` the note."""
    return [_case(package, path) for path in _inputs(package)]


def check_files(package: Package, diagnostics: Diagnostics) -> None:
    """Report files under data/ that are no text, belong to no case or lie in no group."""
    inputs = set(_inputs(package))
    for name, content in package.files.items():
        if not name.startswith("data/"):
            continue
        path = PurePosixPath(name)
        if path.suffix not in (IN, ANSWER, NOTE):
            diagnostics.error(f"is neither {IN} nor {ANSWER} nor {NOTE}", name)
        elif path.with_suffix(IN) not in inputs:
            diagnostics.error(f"belongs to no {path.with_suffix(IN).name}", name)
        elif not package.manifest.group(group_of(package, path)):
            diagnostics.error(
                f"lies in the group {group_of(package, path)!r}, which problem.toml lacks", name
            )
        try:
            content.decode()
        except UnicodeDecodeError as error:
            diagnostics.error("is not UTF-8", name, content[: error.start].count(b"\n") + 1)


def group_of(package: Package, path: PurePosixPath) -> str:
    """`data/sample/` holds the group that Run uses, any other folder the group of its name."""
    return package.manifest.run.cases if path.parts[1:-1] == ("sample",) else path.parts[-2]


def _inputs(package: Package) -> Iterator[PurePosixPath]:
    paths = (PurePosixPath(name) for name in sorted(package.files) if name.startswith("data/"))
    return (path for path in paths if path.suffix == IN)


def _case(package: Package, path: PurePosixPath) -> dict[str, Any]:
    def text(suffix: str) -> str | None:
        content = package.files.get(path.with_suffix(suffix).as_posix())
        return None if content is None else content.decode()

    fields: dict[str, Any] = {"args": (text(IN),), "kwargs": {}, "calls": None, "raises": None}
    fields |= {"group": group_of(package, path), "note": (text(NOTE) or path.stem).strip()}
    answer = text(ANSWER)
    return fields if answer is None else {**fields, "expected": answer}
