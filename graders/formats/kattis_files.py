"""Files of a Kattis package, which may be links to each other but lead nowhere else."""

from __future__ import annotations

from pathlib import Path, PurePosixPath
from typing import Any

import yaml

from graders.formats.model import NotImported

MOST_READ = 64 << 20


def read_bytes(file: Path) -> bytes:
    """The content. Data are often links to each other within a package; a link that leads out of it is not followed."""
    if size_of(file) > MOST_READ:
        raise NotImported(f"{_label(file)} is larger than {MOST_READ >> 20} MiB")
    return file.read_bytes()


def size_of(file: Path) -> int:
    """Its bytes, unread; NotImported as when it is read, but for its size."""
    if not file.is_file():
        raise NotImported(f"{_label(file)} is missing")
    root = next(folder for folder in file.parents if (folder / "problem.yaml").exists())
    if not file.resolve().is_relative_to(root.resolve()):
        raise NotImported(f"{_label(file)} is a link that leads out of the package")
    return file.stat().st_size


def read_yaml(file: Path) -> dict[str, Any]:
    """The table in the file; NotImported if it holds anything else."""
    data = yaml.safe_load(decoded(read_bytes(file), file))
    if data is None:
        return {}
    if not isinstance(data, dict):
        raise NotImported(f"{file.name} is no table")
    return data


def decoded(content: bytes, file: Path) -> str:
    """The text; NotImported if it is not UTF-8."""
    try:
        return content.decode()
    except UnicodeDecodeError:
        raise NotImported(f"{_label(file)} is not UTF-8") from None


def _label(file: Path) -> PurePosixPath:
    return PurePosixPath(file.parent.name, file.name)
