"""Problems that somebody has already, into drafts: a package as a zip, a notebook, a collection, a Git repository."""

import tempfile
import tomllib
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any

from django.db import transaction

from graders.formats.archive import ArchiveRefused, read_zip
from graders.formats.model import slug_of
from graders.formats.writing import write
from webapp.accounts.models import User
from webapp.authoring.domain.archives import MANIFEST, unpack, unpack_bundle
from webapp.authoring.domain.bounds import decode_all
from webapp.authoring.domain.desk import desk
from webapp.authoring.domain.starting import create
from webapp.authoring.domain.subjects import RESERVED
from webapp.authoring.models import Workspace
from webapp.practice.domain.refusals import Refused

MOST_UPLOAD = 8 << 20
READ_S = 30.0
FORMATS = {
    "package": "A Readyroom package, question bank, loop or rubric (.zip)",
    "jupyter": "Notebooks, nbgrader among them (.ipynb, or .zip of them)",
    "json": "A collection of function tests (.json, .jsonl, or .zip of folders)",
    "kattis": "A Kattis problem package (.zip)",
    "exercises": "Exercises with pytest or unittest, as in an Exercism track (.zip)",
}


@dataclass
class Brought:
    """What became of one problem: its draft, or why there is none."""

    name: str
    draft: Workspace | None = None
    refused: str = ""
    not_carried: list[str] = field(default_factory=list)


def from_upload(user: User, format: str, name: str, data: bytes, set_slug: str) -> list[Brought]:
    """The problems in an uploaded file, each in a draft of its own."""
    if format not in FORMATS:
        raise Refused("import.format", "Choose what the file is.")
    if len(data) > MOST_UPLOAD:
        raise Refused("import.large", f"The file is larger than {MOST_UPLOAD >> 20} MiB.", 413)
    name = PurePosixPath(name.replace("\\", "/")).name[:100] or "upload"
    if format == "package":
        return [from_package(user, data, set_slug, name)]
    with tempfile.TemporaryDirectory(prefix="import-") as folder:
        return from_folder(
            user, format, _laid_out(Path(folder), name, data), set_slug or slug_of(Path(name).stem), name
        )


def from_package(user: User, data: bytes, set_slug: str, source: str) -> Brought:
    """One package, or question bank, loop or rubric from its archive."""
    if bundle := unpack_bundle(data):
        folder, slug, inside = bundle
        return Brought(f"{folder}/{slug}", create(user, folder, slug, decode_all(inside), source=source))
    named, files = unpack(data)
    if MANIFEST not in files:
        raise Refused("archive.packages", f"The archive has no {MANIFEST}.")
    texts = decode_all(files)
    slug = _id_of(texts[MANIFEST])
    own = set_slug or named
    if own in RESERVED:
        raise Refused("set.reserved", f"{own} is the folder of other things: take another name.")
    if not own:
        raise Refused("import.set", "Name the set that it shall be in: the archive names none.")
    return Brought(f"{own}/{slug}", create(user, own, slug, texts, source=source))


def from_folder(user: User, format: str, path: Path, set_slug: str, source: str) -> list[Brought]:
    """The problems of a collection that lies at `path`; read in a process of its own."""
    found: list[dict[str, Any]] = desk().ask("collect", {"path": str(path), "format": format}, READ_S)
    return [_brought(user, one, set_slug, source) for one in found]


def _brought(user: User, one: dict[str, Any], set_slug: str, source: str) -> Brought:
    if (one.get("set") or set_slug) in RESERVED:
        one = {"name": one["name"], "refused": "its set has the name of a folder of other things"}
    if "refused" in one:
        return Brought(one["name"] or source, refused=one["refused"])
    binary = [name for name, text in one["files"].items() if text is None]
    not_carried = [*one["not_carried"], *(f"{name} is no text" for name in binary)]
    try:
        texts = decode_all({name: text.encode() for name, text in one["files"].items() if text is not None})
        with transaction.atomic():
            made = create(
                user, one["set"] or set_slug, one["slug"], texts, source=f"{source}: {one['name']}",
                not_carried=not_carried,
            )  # fmt: skip
    except Refused as refused:
        return Brought(one["name"], refused=refused.text)
    return Brought(one["name"], made, not_carried=not_carried)


def _laid_out(folder: Path, name: str, data: bytes) -> Path:
    """Where a reader finds the upload: the folder that an archive was unpacked into, or the file."""
    if not name.endswith(".zip"):
        file = folder / (slug_of(Path(name).stem) + Path(name).suffix[:10])
        file.write_bytes(data)
        return file
    try:
        write(read_zip(data), folder / "archive")
    except (ArchiveRefused, ValueError) as error:
        raise Refused("archive.refused", str(error)) from None
    inside = list((folder / "archive").iterdir())
    return inside[0] if len(inside) == 1 and inside[0].is_dir() else folder / "archive"


def _id_of(manifest: str) -> str:
    try:
        slug = tomllib.loads(manifest)["id"]
    except (KeyError, ValueError, RecursionError):
        raise Refused("import.id", f"{MANIFEST} cannot be read, or names no id.") from None
    if not isinstance(slug, str):
        raise Refused("import.id", f"The id in {MANIFEST} is no name.")
    return slug
