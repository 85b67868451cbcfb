"""A draft as a zip: a package in the folder of its set, beside the modules that the set shares; a bank, loop or rubric in theirs."""

from collections.abc import Mapping

from graders.formats.archive import ArchiveRefused, read_zip, write_zip
from graders.messages import MOST_ARCHIVE
from graders.package.model import SHARED
from webapp.authoring.domain.bounds import check_path
from webapp.catalog.models import Bundle
from webapp.practice.domain.refusals import Refused

MANIFEST = "problem.toml"
RESERVED = frozenset(Bundle.Kind.values)
"""Folders under problems/ that are no sets of problems."""


def pack(set_slug: str, slug: str, texts: Mapping[str, str]) -> bytes:
    """The same bytes for the same files."""
    return write_zip({_place(set_slug, slug, path): text.encode() for path, text in texts.items()})


def pack_for_graders(set_slug: str, slug: str, texts: Mapping[str, str]) -> bytes:
    """The same for the wire; Refused where it would not fit into a message."""
    archive = pack(set_slug, slug, texts)
    if len(archive) * 4 // 3 > MOST_ARCHIVE - 1024:
        raise Refused(
            "archive.large",
            f"The package has {len(archive) >> 10} KiB as a zip; graders take {MOST_ARCHIVE * 3 // 4 >> 10}.",
            413,
        )
    return archive


def unpack(data: bytes) -> tuple[str, dict[str, bytes]]:
    """The set that the archive's one package lies in ("" if none is named), and the package's files by path."""
    try:
        members = read_zip(data)
    except ArchiveRefused as error:
        raise Refused("archive.refused", str(error)) from None
    roots = [name.removesuffix(MANIFEST) for name in members if f"/{name}".endswith(f"/{MANIFEST}")]
    if len(roots) != 1:
        raise Refused(
            "archive.packages", f"The archive has {len(roots)} files {MANIFEST}; a package has one."
        )
    root = roots[0]
    above = root.rstrip("/").rpartition("/")[0]
    shared = f"{above}/author/" if above else "author/" if root else None
    files: dict[str, bytes] = {}
    for name, content in members.items():
        if name.startswith(root):
            files[name.removeprefix(root)] = content
        elif shared and name.startswith(shared):
            files[SHARED + name.removeprefix(shared)] = content
    for name in files:
        check_path(name)
    return above.rpartition("/")[2], files


def unpack_bundle(data: bytes) -> tuple[str, str, dict[str, bytes]] | None:
    """Folder, name and files of the bank, loop or rubric that an archive is of; None of any other archive."""
    try:
        members = read_zip(data)
    except ArchiveRefused:
        return None  # whoever reads it as a package says why
    tops = {tuple(name.split("/")[:2]) for name in members}
    if len(tops) != 1 or not all(name.count("/") >= 2 for name in members):
        return None
    folder, slug = tops.pop()
    if folder not in RESERVED:
        return None
    files = {name.removeprefix(f"{folder}/{slug}/"): content for name, content in members.items()}
    for name in files:
        check_path(name)
    return folder, slug, files


def _place(set_slug: str, slug: str, path: str) -> str:
    if path.startswith(SHARED):
        return f"{set_slug}/author/{path.removeprefix(SHARED)}"
    return f"{set_slug}/{slug}/{path}"
