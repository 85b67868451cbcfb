"""Open connections to SQLite files that nobody uses just now."""

import os
import sqlite3
from threading import Lock

MOST = 4
"""Kept of one file: as many as requests usually run at once. Each keeps its own cache of pages."""
Place = tuple[int, str, int, int]  # process, path, device, inode
_lock = Lock()
_kept: dict[Place, list[sqlite3.Connection]] = {}
_foreign: list[sqlite3.Connection] = []


def place_of(path: str) -> Place | None:
    """What a connection made now would be to; None where there is no file (yet)."""
    try:
        found = os.stat(path)
    except OSError:
        return None
    return os.getpid(), path, found.st_dev, found.st_ino


def take(place: Place) -> sqlite3.Connection | None:
    """A kept connection to that very file, if there is one."""
    with _lock:
        _forget_others(place)
        kept = _kept.get(place)
        return kept.pop() if kept else None


def give(place: Place, connection: sqlite3.Connection) -> None:
    """Keep a connection that has nothing open; close it where enough are kept, or the file is another by now."""
    with _lock:
        if place == place_of(place[1]) and len(kept := _kept.setdefault(place, [])) < MOST:
            kept.append(connection)
            return
    connection.close()


def _forget_others(place: Place) -> None:
    """Let go of connections to what was at that path before, as in a backup that was put back."""
    for other in [key for key in _kept if key[1] == place[1] and key != place]:
        old = _kept.pop(other)
        if other[0] != place[0]:
            _foreign.extend(old)  # of the process that forked this one: closing them would take its locks
            continue
        for connection in old:
            connection.close()


def clear() -> None:
    """Close all that are kept."""
    with _lock:
        for connections in _kept.values():
            for connection in connections:
                connection.close()
        _kept.clear()
