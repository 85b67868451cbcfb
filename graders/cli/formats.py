"""`import` and `export`: problems in formats that people already have."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Self

from graders.cli.pools import NoSandbox
from graders.diagnostics import Diagnostics
from graders.formats.model import NotImported, Problem, Whole, distinct, slug_of
from graders.formats.proving import Placed, PoolOf, place
from graders.formats.registry import Unreadable, read
from graders.package import Package, load_package
from graders.verify.run import THREADS, Plan
from sandboxes import Pool, SandboxUnavailable, open_pool

DONE, LEFT, UNUSABLE = 0, 1, 2
_SHOWN = 3


def import_collection(
    format: str, path: Path, library: Path, set_slug: str | None, plan: Plan | None, as_json: bool
) -> int:
    """Import what is at `path`; 0 if every problem is proved, 1 if one is a draft or refused, 2 if there is none."""
    own = slug_of(set_slug or path.resolve().name.partition(".")[0])
    placed: list[Placed] = []
    taken: set[str] = set()
    try:
        with Pools() as pools:
            for order, found in enumerate(read(format, path), start=1):
                one = _place(found, library, own, pools.of if plan else None, plan or Plan(), order, taken)
                placed.append(one)
                if not as_json:
                    _tell(one)
    except NotImported as error:
        print(error, file=sys.stderr)
        return UNUSABLE
    if not placed:
        print(f"there is nothing of the format {format} in {path}", file=sys.stderr)
        return UNUSABLE
    if as_json:
        print(json.dumps({"set": own, "problems": [one.data() for one in placed]}, indent=2))
    else:
        counts = {
            state: sum(one.state == state for one in placed) for state in ("proved", "draft", "refused")
        }
        print(", ".join(f"{count} {state}" for state, count in counts.items()))
    return DONE if all(one.state == "proved" for one in placed) else LEFT


def _place(
    found: Problem | Whole | Unreadable,
    library: Path,
    set_slug: str,
    pools: PoolOf | None,
    plan: Plan,
    order: int,
    taken: set[str],
) -> Placed:
    if isinstance(found, Unreadable):
        return Placed(found.name, "refused", findings=[found.why])
    if isinstance(found, Whole) and found.set_slug:
        set_slug = found.set_slug
    else:
        found = found.renamed(distinct(found.slug, taken))
    taken.add(found.slug)
    return place(found, library, set_slug, pools, plan, order)


def export_jupyter(path: Path, target: Path, with_tests: bool) -> int:
    """Write the package at `path` as an author's notebook; 0, or 2 if it cannot be."""
    from graders.caseset import fixed_cases
    from graders.formats.jupyter.author import author_notebook

    package = _load(path)
    if package is None:
        return UNUSABLE
    with Pools() as pools:
        cases = fixed_cases(package, pools.of(package)) if with_tests else ()
        target.write_bytes(author_notebook(package, cases))
    print(target)
    return DONE


def export_kattis(path: Path, target: Path) -> int:
    """Write the program at `path` as a Kattis package, a zip; 0, or 2 if it cannot be."""
    from graders.caseset import fixed_cases
    from graders.formats.archive import write_zip
    from graders.formats.kattis_export import kattis_files

    package = _load(path)
    if package is None:
        return UNUSABLE
    with Pools() as pools:
        try:
            cases = fixed_cases(package, pools.of(package)) if package.manifest.kind == "program" else []
            files, left = kattis_files(package, cases)
        except NotImported as error:
            print(error, file=sys.stderr)
            return UNUSABLE
    target.write_bytes(write_zip({f"{package.slug}/{name}": data for name, data in files.items()}))
    print(target)
    for name in left:
        print(f"not carried over: {name}")
    return DONE


def _load(path: Path) -> Package | None:
    package = load_package(path.resolve(), diagnostics := Diagnostics())
    for note in diagnostics.errors:
        print(note, file=sys.stderr)
    return package


class Pools:
    """A pool for each image, opened when a package first needs it; a context manager. NoSandbox if there can be none."""

    def __init__(self, backend: str | None = None) -> None:
        self._backend = backend
        self._open: dict[str, Pool] = {}

    def of(self, package: Package) -> Pool:
        """The pool for this package's image."""
        image = package.manifest.image
        if image not in self._open:
            try:
                self._open[image] = open_pool(self._backend, sizes={image: 2 * THREADS})
            except SandboxUnavailable as error:
                print(
                    "There is no sandbox to prove problems in; --unproved imports without.", file=sys.stderr
                )
                raise NoSandbox from error
        return self._open[image]

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for pool in self._open.values():
            pool.close()


def _tell(one: Placed) -> None:
    print(f"{one.state:8} {one.name}" + (f" ({one.form})" if one.form else ""))
    for line in one.findings[:_SHOWN]:
        print(f"         {line}")
    if len(one.findings) > _SHOWN:
        print(f"         … {len(one.findings) - _SHOWN} more")
    for line in one.not_carried:
        print(f"         not carried over: {line}")
