"""Reads a zip that somebody uploads into memory: no name of it is ever a path, and no size in it is believed."""

from __future__ import annotations

import io
import stat
import zipfile
import zlib
from pathlib import PurePosixPath

from graders.package.loader import MAX_FILE, MAX_PACKAGE, MOST_FILES

MOST_BYTES = MAX_PACKAGE
"""Of the archive itself."""
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_EPOCH = (1980, 1, 1, 0, 0, 0)


class ArchiveRefused(ValueError):
    """Why an archive is not taken, with the member that is at fault."""

    def __init__(self, text: str, member: str | None = None) -> None:
        name = f"{member!r:.120} " if member is not None else ""
        super().__init__(f"{name}{text}")
        self.member = member


def read_zip(data: bytes) -> dict[str, bytes]:
    """The plain files of the archive by their names; ArchiveRefused for links, traversal, bombs and what is no zip."""
    if len(data) > MOST_BYTES:
        raise ArchiveRefused(f"The archive is larger than {MOST_BYTES >> 20} MiB.")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return _members(archive)
    except (zipfile.BadZipFile, zlib.error, EOFError, ValueError, NotImplementedError, RuntimeError) as error:
        if isinstance(error, ArchiveRefused):
            raise
        raise ArchiveRefused(f"This is no zip that can be read: {error}") from None


def write_zip(files: dict[str, bytes]) -> bytes:
    """An archive of these files, the same for the same files."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in sorted(files.items()):
            archive.writestr(zipfile.ZipInfo(name, _EPOCH), content, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _members(archive: zipfile.ZipFile) -> dict[str, bytes]:
    members = [info for info in archive.infolist() if not info.is_dir()]
    if len(members) > MOST_FILES:
        raise ArchiveRefused(f"The archive has more than {MOST_FILES} files.")
    files: dict[str, bytes] = {}
    seen: dict[str, str] = {}
    left = MAX_PACKAGE
    for info in members:
        name = _name(info)
        if name.casefold() in seen:
            raise ArchiveRefused(f"is there twice, also as {seen[name.casefold()]!r:.120}.", name)
        seen[name.casefold()] = name
        content = _content(archive, info, min(MAX_FILE, left))
        left -= len(content)
        files[name] = content
    for name in files:
        parents = [parent.as_posix().casefold() for parent in PurePosixPath(name).parents]
        if file := next((seen[parent] for parent in parents if parent in seen), None):
            raise ArchiveRefused(f"lies in {file!r:.120}, which is a file.", name)
    return files


def _name(info: zipfile.ZipInfo) -> str:
    name = info.filename
    path = PurePosixPath(name)
    if path.is_absolute() or "\\" in name or ":" in name or not name.isprintable() or path.as_posix() != name:
        raise ArchiveRefused("is no plain relative name.", name)
    if ".." in path.parts:
        raise ArchiveRefused("leads out of the archive.", name)
    kind = stat.S_IFMT(info.external_attr >> 16)
    if kind == stat.S_IFLNK:
        raise ArchiveRefused("is a link; a package holds plain files only.", name)
    if kind not in (0, stat.S_IFREG):
        raise ArchiveRefused("is neither a file nor a folder.", name)
    if info.flag_bits & 0x1:
        raise ArchiveRefused("is encrypted.", name)
    if info.compress_type not in _METHODS:
        raise ArchiveRefused("is packed in a way that is not read; pack it as usual.", name)
    return name


def _content(archive: zipfile.ZipFile, info: zipfile.ZipInfo, most: int) -> bytes:
    """The content, of which no more is unpacked than is allowed, whatever size the archive claims."""
    with archive.open(info) as stream:
        content = stream.read(most + 1)
    if len(content) > most:
        what = f"is larger than {MAX_FILE >> 20} MiB" if most == MAX_FILE else "makes the package too large"
        raise ArchiveRefused(f"{what} when unpacked.", info.filename)
    return content
