"""Packages of problems, and collections that hold problems in other formats."""

from collections.abc import Mapping
from pathlib import Path, PurePosixPath
from typing import Any

from graders.diagnostics import Diagnostics
from graders.formats.model import NotImported, Whole
from graders.formats.registry import Unreadable, read
from graders.formats.writing import files_of
from graders.package import Package, load_package
from webapp.authoring.deskwork.folders import Laid, notes_of
from webapp.authoring.domain.bounds import MOST_BYTES, MOST_FILES, MOST_TOTAL
from webapp.catalog.domain.facts import version_facts
from webapp.catalog.domain.rendering import render_markdown

DATA = "data/"
MOST_FOUND = 50
"""Problems of one collection that are imported at a time."""


def inspect(set_slug: str, slug: str, files: dict[str, str]) -> dict[str, Any]:
    """What loading the package finds, and what it says of itself if it loads."""
    with Laid(set_slug, slug, files) as folder:
        diagnostics = Diagnostics()
        package = load_package(Path(folder), diagnostics)
    return {"notes": notes_of(diagnostics), "package": _facts(package) if package else None}


def candidate(set_slug: str, slug: str, files: dict[str, str]) -> dict[str, Any]:
    """The package with its texts rendered, or what is wrong with it."""
    with Laid(set_slug, slug, files) as folder:
        diagnostics = Diagnostics()
        package = load_package(Path(folder), diagnostics)
    if package is None:
        return inspect(set_slug, slug, files)
    return {
        "notes": [],
        "package": _facts(package),
        "statement": render_markdown(package.statement),
        "hints": [{"title": hint.title, "html": render_markdown(hint.body)} for hint in package.hints],
        "editorial": render_markdown(package.editorial),
        "version": version_facts(package),
    }


def collect(path: str, format: str) -> list[dict[str, Any]]:
    """The problems of somebody's collection, as files; what is none of them says why."""
    found: list[dict[str, Any]] = []
    try:
        for order, one in enumerate(read(format, Path(path)), start=1):
            if len(found) == MOST_FOUND:
                found.append(
                    {"name": "", "refused": f"more than {MOST_FOUND} problems: the rest was not looked at"}
                )
                break
            if isinstance(one, Unreadable):
                found.append({"name": one.name, "refused": one.why})
                continue
            files, left = (
                _fitting(one.files) if isinstance(one, Whole) else (files_of(one, one.forms[0], order), [])
            )
            found.append(
                {
                    "name": one.name,
                    "set": one.set_slug if isinstance(one, Whole) else "",
                    "slug": one.slug,
                    "files": {name: _text(data) for name, data in files.items()},
                    "not_carried": [*one.not_carried, *left],
                }
            )
    except NotImported as error:
        found.append({"name": "", "refused": str(error)})
    return found


def _fitting(files: Mapping[str, bytes]) -> tuple[dict[str, bytes], list[str]]:
    """The files with as many cases of `data/` as a draft has room for, samples first and small ones, and what is left out."""
    kept = {name: data for name, data in files.items() if not name.startswith(DATA)}
    cases: dict[PurePosixPath, dict[str, bytes]] = {}
    for name in files.keys() - kept:
        cases.setdefault(PurePosixPath(name).with_suffix(""), {})[name] = files[name]
    room, left = MOST_TOTAL - sum(map(len, kept.values())), 0
    in_turn = sorted(cases, key=lambda place: (place.parts[1] != "sample", _bytes(cases[place])))
    for case in (cases[place] for place in in_turn):
        size = _bytes(case)
        if (
            size <= room
            and max(map(len, case.values())) <= MOST_BYTES
            and len(kept) + len(case) <= MOST_FILES
        ):
            kept, room = kept | case, room - size
        else:
            left += 1
    words = (
        f"{left} of {len(cases)} inputs, the largest ones: a draft takes {MOST_FILES} files, {MOST_BYTES >> 10} KiB in one "
        f"and {MOST_TOTAL >> 20} MiB together"
    )
    return kept, [words] if left else []


def _bytes(case: Mapping[str, bytes]) -> int:
    return sum(map(len, case.values()))


def _text(data: bytes) -> str | None:
    try:
        return data.decode()
    except UnicodeDecodeError:
        return None


def _facts(package: Package) -> dict[str, Any]:
    manifest = package.manifest
    return {
        "digest": package.digest,
        "id": manifest.id,
        "title": manifest.title,
        "kind": manifest.kind,
        "image": manifest.image,
        "levels": list(manifest.level),
        "minutes": manifest.minutes,
        "topics": dict(manifest.topics),
        "samples": len(package.samples),
        "limits": manifest.limits.model_dump(mode="json"),
        "entry": manifest.entry.model_dump(mode="json"),
        "device": manifest.device.model_dump(mode="json") if manifest.device else {},
        "submissions": [
            {"name": one.name, "verdict": str(one.verdict), "group": one.group} for one in package.submissions
        ],
    }
