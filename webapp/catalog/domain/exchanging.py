"""Packages from a folder or a zip into the library, and from the store into a zip."""

from __future__ import annotations

import tempfile
import tomllib
from dataclasses import dataclass
from pathlib import Path

from graders.diagnostics import Diagnostics
from graders.formats.archive import ArchiveRefused, read_zip, write_zip
from graders.formats.writing import write, write_set
from graders.package import Package, load_package
from graders.package.model import package_files
from graders.store import Store
from webapp.catalog.models import Problem

MANIFEST = "problem.toml"


class NotTaken(Exception):
    """Why a package is not imported or exported, one reason a line."""


@dataclass(frozen=True)
class Taken:
    """A package that now lies in the library."""

    package: Package
    replaced: bool


def import_package(path: Path, library: Path, set_slug: str | None = None, replace: bool = False) -> Taken:
    """Put the package at `path`, a folder or a zip, into its set in the library; NotTaken leaves everything as it was.

    The set is `set_slug`, or else the folder that the package lies in. It is read before anything of it is in reach.
    """
    files, named = _files_of(path)
    slug = _id_of(files)
    set_name = set_slug or named
    if not set_name:
        raise NotTaken("name the set that it shall be in (--set)")
    library.mkdir(parents=True, exist_ok=True)
    target = library / set_name / slug
    if target.exists() and not replace:
        raise NotTaken(f"{set_name}/{slug} is there already (--replace puts this one in its place)")
    with tempfile.TemporaryDirectory(prefix=".import-", dir=library) as building:
        folder = Path(building) / set_name / slug
        write(files, folder)
        package = load_package(folder, diagnostics := Diagnostics(f"{set_name}/{slug}"))
        if package is None:
            raise NotTaken("\n".join(map(str, diagnostics.errors)))
        write_set(target.parent, set_name, set_name.replace("-", " ").capitalize())
        replaced = target.exists()
        if replaced:
            target.rename(Path(building) / "before")
        folder.rename(target)
    return Taken(package, replaced)


def export_package(name: str, store: Store) -> bytes:
    """The current version of "set/problem" as a zip, in a folder of the problem's name."""
    set_slug, _, slug = name.partition("/")
    problem = Problem.objects.select_related("current").filter(set__slug=set_slug, slug=slug).first()
    if problem is None or problem.current is None:
        raise NotTaken(f"there is no problem {name}")
    package = store.get(problem.current.digest)
    files = {f"{set_slug}/{slug}/{path}": content for path, content in package.files.items()}
    return write_zip(files)


def _files_of(path: Path) -> tuple[dict[str, bytes], str]:
    """The package's files by name, and the name of the folder above it, if there is one."""
    if path.is_dir():
        resolved = path.resolve()
        if not (resolved / MANIFEST).is_file():
            raise NotTaken(f"{path} has no {MANIFEST}")
        links = [name for name, file in package_files(resolved) if file.is_symlink()]
        if links:
            raise NotTaken(f"{links[0]} is a link; a package holds plain files only")
        return {name: file.read_bytes() for name, file in package_files(resolved)}, _plain(
            resolved.parent.name
        )
    try:
        members = read_zip(path.read_bytes())
    except FileNotFoundError:
        raise NotTaken(f"{path} does not exist") from None
    except ArchiveRefused as refused:
        raise NotTaken(str(refused)) from None
    roots = [name.removesuffix(MANIFEST) for name in members if f"/{name}".endswith(f"/{MANIFEST}")]
    if len(roots) != 1:
        raise NotTaken(f"the archive has {len(roots)} files {MANIFEST}; a package has one")
    root = roots[0]
    above = root.rstrip("/").split("/")
    inside = {name.removeprefix(root): data for name, data in members.items() if name.startswith(root)}
    return inside, _plain(above[-2]) if len(above) > 1 else ""


def _id_of(files: dict[str, bytes]) -> str:
    try:
        slug = tomllib.loads(files[MANIFEST].decode())["id"]
    except (KeyError, ValueError):
        raise NotTaken(f"{MANIFEST} cannot be read, or names no id") from None
    if not isinstance(slug, str) or _plain(slug) != slug or not slug:
        raise NotTaken(f"the id {slug!r:.80} is not in small letters, digits and hyphens")
    return slug


def _plain(name: str) -> str:
    """The name if it can be that of a set or problem, else nothing."""
    return (
        name if name and all(c.isascii() and (c.islower() or c.isdigit() or c == "-") for c in name) else ""
    )
