"""Follow folders that an author edits: whatever is saved there is on the site a moment later."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from watchfiles import watch

from graders.store import Store
from webapp.catalog.domain.exchanging import MANIFEST, NotTaken, import_package
from webapp.catalog.domain.loading import load_problems

SETTLES_MS = 300
"""Editors write a file in several steps: so long nothing must have changed."""


@dataclass
class Seen:
    """What became of the packages that were saved: "set/problem", and what is wrong with the others."""

    shown: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)


def packages_in(path: Path) -> list[Path]:
    """The packages of a folder: itself, those of a set, or those of a library."""
    for depth in ("", "*/", "*/*/"):
        if found := sorted(file.parent for file in path.glob(f"{depth}{MANIFEST}")):
            return found
    return []


def bring(folders: Iterable[Path], library: Path, store: Store) -> Seen:
    """Put packages onto the site as they are now; one that is broken keeps its last version there."""
    seen = Seen()
    for folder in folders:
        inside = folder.resolve().is_relative_to(library.resolve())
        try:
            if not inside:
                taken = import_package(folder, library, replace=True)
                seen.shown.append(f"{taken.package.set_slug}/{taken.package.slug}")
        except NotTaken as reason:
            seen.refused.append(str(reason))
    loaded = load_problems(library, store)
    seen.shown = sorted(
        {*seen.shown, *loaded.added, *loaded.updated} - {str(note["package"]) for note in loaded.broken}
    )
    seen.refused += [f"{note['package']}/{note['file']}: {note['message']}" for note in loaded.broken]
    return seen


def follow(path: Path, library: Path, store: Store) -> Iterator[Seen]:
    """What is there first, then every save, until the process is interrupted; NotTaken if there is no package."""
    folders = packages_in(path)
    if not folders:
        raise NotTaken(f"there is no package in {path}")
    yield bring(folders, library, store)
    for changes in watch(path, debounce=SETTLES_MS * 4, step=SETTLES_MS, raise_interrupt=False):
        touched = {Path(name) for _, name in changes}
        folders = [
            one for one in packages_in(path) if any(file.is_relative_to(one.resolve()) for file in touched)
        ]
        if folders:
            yield bring(folders, library, store)
