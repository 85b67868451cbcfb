"""What may be in a workspace: plain text under plain names, bounded in number and size."""

import re
from collections.abc import Mapping
from typing import Any

from graders.package.model import SHARED
from webapp.practice.domain.refusals import Refused

MOST_FILES = 300
MOST_BYTES = 256 << 10
"""Of one file."""
MOST_TOTAL = 2 << 20
"""Bytes of all files together."""
LONGEST_PATH, DEEPEST = 160, 6
_PART = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9_.-]*", re.ASCII)


def check_path(value: Any) -> str:
    """`value` if it can be the name of a file in a package; else Refused."""
    if not isinstance(value, str) or not 0 < len(value) <= LONGEST_PATH:
        raise Refused("path.bad", f"A file's name has up to {LONGEST_PATH} characters.")
    inner = value.removeprefix(SHARED)
    parts = inner.split("/")
    if value.startswith(SHARED) and len(parts) > 1:
        raise Refused(
            "path.bad", f"{value!r:.120} is no name of a module that a set shares: ../author/NAME.py"
        )
    if len(parts) > DEEPEST or not all(map(_PART.fullmatch, parts)):
        raise Refused(
            "path.bad",
            f"{value!r:.120} is no name of a file in a package: letters, digits and . _ - in up to {DEEPEST} parts "
            "between slashes, none of which begins with a dot.",
        )
    if "__pycache__" in parts or parts[-1].endswith(".pyc"):
        raise Refused("path.bad", f"{value!r:.120} is a cache, which no package holds.")
    return value


def check_content(path: str, value: Any) -> str:
    """`value` if it is text of a size that fits; else Refused, so that nothing is cut or lost."""
    if not isinstance(value, str):
        raise Refused("file.missing", f"There is no text for {path} in this request.")
    size = size_of(path, value)
    if size > MOST_BYTES:
        raise Refused(
            "file.too_large",
            f"{path} would have {-(-size // 1024)} KiB; at most {MOST_BYTES >> 10} KiB are taken.",
            413,
        )
    if "\0" in value:
        line = value[: value.index("\0")].count("\n") + 1
        raise Refused("file.binary", f"{path} is not text: line {line} holds a NUL character.", line=line)
    return value


def size_of(path: str, text: str) -> int:
    """Bytes in UTF-8; Refused for what cannot be written so."""
    try:
        return len(text.encode())
    except UnicodeEncodeError:
        raise Refused("file.binary", f"{path} is not text: it cannot be written as UTF-8.") from None


def decode_all(files: Mapping[str, bytes]) -> dict[str, str]:
    """The files as text, all checked; Refused names the first that cannot be edited here."""
    if len(files) > MOST_FILES:
        raise Refused("files.many", f"It has {len(files)} files; a workspace holds up to {MOST_FILES}.", 413)
    texts: dict[str, str] = {}
    for path, data in sorted(files.items()):
        check_path(path)
        try:
            text = data.decode()
        except UnicodeDecodeError as error:
            line = data[: error.start].count(b"\n") + 1
            raise Refused(
                "file.binary", f"{path} is not UTF-8 text (line {line}); the studio edits text only."
            ) from None
        texts[path] = check_content(path, text)
    check_together(texts)
    return texts


def check_together(texts: Mapping[str, str]) -> None:
    """Refused where the files are too many, too large together, or lie within each other."""
    if len(texts) > MOST_FILES:
        raise Refused("files.many", f"A workspace holds up to {MOST_FILES} files.", 413)
    total = sum(len(text.encode()) for text in texts.values())
    if total > MOST_TOTAL:
        raise Refused(
            "files.large",
            f"All files together would have {total >> 10} KiB; {MOST_TOTAL >> 10} KiB are taken.",
            413,
        )
    check_names(texts)


def check_names(paths: Mapping[str, Any]) -> None:
    """Refused for two names that a file system may take for one, and for a file within a file."""
    seen: dict[str, str] = {}
    for path in paths:
        if (other := seen.setdefault(path.casefold(), path)) != path:
            raise Refused("path.twice", f"{path} and {other} differ only in small and capital letters.")
    for path in paths:
        inner = path.removeprefix(SHARED).casefold()
        parts = inner.split("/")
        for count in range(1, len(parts)):
            if not path.startswith(SHARED) and "/".join(parts[:count]) in seen:
                raise Refused(
                    "path.inside", f"{path} would lie in {seen['/'.join(parts[:count])]}, which is a file."
                )
