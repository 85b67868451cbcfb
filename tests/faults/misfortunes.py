"""Things that happen to a site on one machine, each undone again when the block ends."""

from __future__ import annotations

import os
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.faults.stage import Stage


@contextmanager
def small_disk(folder: Path, mebibytes: int) -> Iterator[None]:
    """A file system of that size at `folder`; PermissionError where none can be mounted."""
    folder.mkdir(parents=True, exist_ok=True)
    options = f"size={mebibytes}m,mode=0755"
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", options, "none", str(folder)], capture_output=True
    )
    if mounted.returncode != 0:
        raise PermissionError(mounted.stderr.decode().strip())
    try:
        yield
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)


@contextmanager
def full_disk(folder: Path) -> Iterator[None]:
    """Not one byte is left on the file system of `folder`."""
    filler = folder / "filler"
    try:
        with filler.open("wb", buffering=0) as file:
            for size in (1 << 20, 1 << 12, 1):
                try:
                    while file.write(b"x" * size):
                        pass
                except OSError:
                    continue
        yield
    finally:
        filler.unlink()


@contextmanager
def locked_database(stage: Stage) -> Iterator[None]:
    """Somebody else writes to the SQLite file, and goes on and on."""
    link = sqlite3.connect(stage.site.data / "db.sqlite3", isolation_level=None, timeout=30)
    link.execute("BEGIN IMMEDIATE")
    try:
        yield
    finally:
        link.execute("ROLLBACK")
        link.close()


def children(pid: int) -> list[int]:
    """Processes below a process, parents before their children."""
    found = []
    for task in Path(f"/proc/{pid}/task").iterdir():
        try:
            own = [int(word) for word in (task / "children").read_text().split()]
        except OSError:
            continue
        for child in own:
            found += [child, *children(child)] if Path(f"/proc/{child}").exists() else []
    return found


def name_of(pid: int) -> str:
    """The name of a process's program; nothing when it is gone."""
    try:
        return Path(f"/proc/{pid}/comm").read_text().strip()
    except OSError:
        return ""


def is_root() -> bool:
    """Whether file systems can be mounted here."""
    return os.geteuid() == 0
