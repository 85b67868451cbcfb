"""Copy a template into a library, under the names of the new problem."""

from __future__ import annotations

import re
import shutil
import tomllib
from collections.abc import Iterable
from pathlib import Path
from string import Template

TEMPLATES = Path(__file__).parent / "templates"
DATA = Path(__file__).parent / "data"
"""Templates of what is no package: question banks and loops."""
SUFFIX = ".txt"
"""What template files end in besides, so that no tool takes them for our own code."""
_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


class CannotStart(Exception):
    """Why there is no new package, in words for its author."""


def kinds() -> list[str]:
    """The kinds of packages that can be started."""
    return sorted(path.name for path in TEMPLATES.iterdir() if path.is_dir() and path.name != "common")


def start(library: Path, name: str, kind: str) -> Path:
    """Make the package `set/problem` in a library, and its set if that is new; return the folder."""
    set_slug, _, slug = name.partition("/")
    if not (_SLUG.fullmatch(set_slug) and _SLUG.fullmatch(slug)) or max(len(set_slug), len(slug)) > 60:
        raise CannotStart(f"{name!r} is not set/problem in small letters, digits and hyphens")
    folder = library / set_slug / slug
    if kind not in kinds():
        raise CannotStart(f"{kind!r} is none of {', '.join(kinds())}")
    if folder.exists():
        raise CannotStart(f"{folder} exists")
    if not library.is_dir():
        raise CannotStart(f"{library} is not a folder")
    set_file = library / set_slug / "set.toml"
    if not set_file.exists():
        folder.parent.mkdir(exist_ok=True)
        names = {"title": _title(set_slug), "order": str(_next(library.glob("*/set.toml")))}
        set_file.write_text(_filled(TEMPLATES / "common" / f"set.toml{SUFFIX}", names), encoding="utf-8")
    order = _next(folder.parent.glob("*/problem.toml"))
    names = {"id": slug, "title": _title(slug), "order": str(order)}
    try:
        for source in (TEMPLATES / "common" / "problem", TEMPLATES / kind):
            _copy(source, folder, names)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    return folder


def data_texts(kind: str, names: dict[str, str]) -> dict[str, str]:
    """The files of a new bank or loop by their paths, with these names in place."""
    source = DATA / kind
    return {
        Template(file.relative_to(source).with_suffix("").as_posix()).safe_substitute(names): _filled(
            file, names
        )
        for file in sorted(source.rglob(f"*{SUFFIX}"))
    }


def _copy(source: Path, folder: Path, names: dict[str, str]) -> None:
    for file in sorted(source.rglob(f"*{SUFFIX}")):
        target = folder / file.relative_to(source).with_suffix("")
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(_filled(file, names), encoding="utf-8")


def _filled(file: Path, names: dict[str, str]) -> str:
    return Template(file.read_text(encoding="utf-8")).safe_substitute(names)


def _title(slug: str) -> str:
    return slug.replace("-", " ").capitalize()


def _next(files: Iterable[Path]) -> int:
    """One more than the largest `order` in some manifests."""
    return max(map(_order, files), default=0) + 1


def _order(file: Path) -> int:
    try:
        return int(tomllib.loads(file.read_text(encoding="utf-8")).get("order", 0))
    except (ValueError, TypeError):
        return 0
