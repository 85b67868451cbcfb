"""The process behind the desk: renders authors' Markdown and reads their packages, away from the site's own processes.

It runs nothing of what it reads. It speaks frames on its standard streams: four bytes of length, then JSON.
"""

import json
import os
import resource
import struct
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, BinaryIO

from graders.diagnostics import Diagnostics
from graders.formats.model import NotImported, Whole
from graders.formats.registry import Unreadable, read
from graders.formats.writing import files_of
from graders.package import Package, load_package
from graders.package.model import SHARED
from webapp.catalog.domain.rendering import render_markdown

MEMORY = 1 << 30
MOST_FOUND = 50
"""Problems of one collection that are imported at a time."""


def render(texts: list[str]) -> list[str]:
    """Each text as candidates see it."""
    return [render_markdown(text) for text in texts]


def inspect(set_slug: str, slug: str, files: dict[str, str]) -> dict[str, Any]:
    """What loading the package finds, and what it says of itself if it loads."""
    with Written(set_slug, slug, files) as folder:
        diagnostics = Diagnostics()
        package = load_package(Path(folder), diagnostics)
    notes = [
        {"severity": str(note.severity), "message": note.message, "file": note.file, "line": note.line}
        for note in dict.fromkeys(diagnostics.notes)
    ]
    return {"notes": notes, "package": _facts(package) if package else None}


def candidate(set_slug: str, slug: str, files: dict[str, str]) -> dict[str, Any]:
    """The package with its texts rendered, or what is wrong with it."""
    with Written(set_slug, slug, files) as folder:
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
        "starter": package.starter,
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
            files = dict(one.files) if isinstance(one, Whole) else files_of(one, one.forms[0], order)
            found.append(
                {
                    "name": one.name,
                    "set": one.set_slug if isinstance(one, Whole) else "",
                    "slug": one.slug,
                    "files": {name: _text(data) for name, data in files.items()},
                    "not_carried": list(one.not_carried),
                }
            )
    except NotImported as error:
        found.append({"name": "", "refused": str(error)})
    return found


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
        "submissions": [
            {"name": one.name, "verdict": str(one.verdict), "group": one.group} for one in package.submissions
        ],
    }


class Written(tempfile.TemporaryDirectory[str]):
    """The package in a folder of its set, for a while."""

    def __init__(self, set_slug: str, slug: str, files: dict[str, str]) -> None:
        super().__init__(prefix="desk-")
        self.inside = Path(self.name) / set_slug / slug
        for name, text in files.items():
            shared = name.startswith(SHARED)
            target = (
                self.inside.parent / "author" / name.removeprefix(SHARED) if shared else self.inside / name
            )
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(text.encode())

    def __enter__(self) -> str:
        super().__enter__()
        return str(self.inside)


WORK: dict[str, Callable[..., Any]] = {
    "render": render,
    "inspect": inspect,
    "candidate": candidate,
    "collect": collect,
}


def frames(stream: BinaryIO) -> Iterator[dict[str, Any]]:
    """What is asked, until the other side goes."""
    while len(head := stream.read(4)) == 4:
        yield json.loads(stream.read(struct.unpack(">I", head)[0]))


def main() -> None:
    """Answer until the site closes the line."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever a library prints is no answer
    for asked in frames(sys.stdin.buffer):
        try:
            said: dict[str, Any] = {"made": WORK[asked["work"]](**asked["about"])}
        except (Exception, RecursionError, MemoryError) as error:
            said = {"failed": f"{type(error).__name__}: {error}"[:300]}
        data = json.dumps(said).encode()
        answers.write(struct.pack(">I", len(data)) + data)
        answers.flush()


if __name__ == "__main__":
    main()
