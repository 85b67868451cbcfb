"""The SQLite backend: connections are kept, and nobody notices."""

import os
import shutil
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connection as default
from django.db import connections

from webapp.sqlite import stock
from webapp.sqlite.base import DatabaseWrapper


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "some.sqlite3"
    with sqlite3.connect(path) as link:
        link.execute("CREATE TABLE parent (id INTEGER PRIMARY KEY)")
        link.execute("CREATE TABLE child (parent INTEGER REFERENCES parent (id))")
        link.execute("INSERT INTO parent VALUES (1)")
        link.execute("PRAGMA journal_mode=WAL")
    link.close()
    return path


def wrapper(file: Path) -> DatabaseWrapper:
    """As the connection of one request."""
    settings: dict[str, Any] = {**default.settings_dict, "NAME": str(file), "OPTIONS": {}}
    return DatabaseWrapper(settings, "some")


@pytest.fixture(autouse=True)
def _alone(django_db_blocker: Any) -> Iterator[None]:
    with django_db_blocker.unblock():  # these tests have files of their own
        yield
    stock.clear()


def ids(link: DatabaseWrapper) -> list[int]:
    with link.cursor() as cursor:
        return [row[0] for row in cursor.execute("SELECT id FROM parent ORDER BY id")]


def raw(link: DatabaseWrapper) -> sqlite3.Connection:
    link.ensure_connection()
    found = link.connection
    assert isinstance(found, sqlite3.Connection)
    return found


def test_connection_that_was_closed_is_taken_by_the_next(file: Path) -> None:
    first, second = wrapper(file), wrapper(file)
    one = raw(first)
    first.close()
    assert raw(second) is one
    assert ids(second) == [1]


def test_connection_in_use_is_nobody_elses(file: Path) -> None:
    first, second = wrapper(file), wrapper(file)
    assert raw(first) is not raw(second)


def test_connections_beyond_the_stock_are_closed(file: Path) -> None:
    links = [wrapper(file) for _ in range(stock.MOST + 1)]
    made = [raw(link) for link in links]
    for link in links:
        link.close()
    with pytest.raises(sqlite3.ProgrammingError, match="closed"):
        made[-1].execute("SELECT 1")
    assert [raw(wrapper(file)) for _ in range(stock.MOST)] == made[-2::-1]


def test_cursor_left_open_holds_no_old_rows(file: Path) -> None:
    first, other = wrapper(file), wrapper(file)
    left = first.cursor()
    left.execute("SELECT id FROM parent UNION ALL SELECT 2")
    left.fetchone()  # and not the second
    other.ensure_connection()
    first.close()
    with other.cursor() as cursor:
        cursor.execute("INSERT INTO parent VALUES (3)")
    assert ids(wrapper(file)) == [1, 3]


def test_connection_in_a_transaction_is_rolled_back_and_not_kept(file: Path) -> None:
    first = wrapper(file)
    one = raw(first)
    one.execute("BEGIN IMMEDIATE")
    one.execute("INSERT INTO parent VALUES (2)")
    first.close()
    next_one = wrapper(file)
    assert raw(next_one) is not one
    assert ids(next_one) == [1]


def test_foreign_keys_hold_again_for_the_next(file: Path) -> None:
    first = wrapper(file)
    raw(first).execute("PRAGMA foreign_keys = OFF")
    first.close()
    with pytest.raises(sqlite3.IntegrityError):
        raw(wrapper(file)).execute("INSERT INTO child VALUES (7)")


def test_file_put_back_from_a_backup_is_seen(file: Path, tmp_path: Path) -> None:
    backup = tmp_path / "backup.sqlite3"
    shutil.copy(file, backup)
    first = wrapper(file)
    raw(first).execute("INSERT INTO parent VALUES (2)")
    first.close()
    for suffix in ("-wal", "-shm"):
        Path(f"{file}{suffix}").unlink(missing_ok=True)
    os.replace(backup, file)
    assert ids(wrapper(file)) == [1]


def test_fork_takes_no_connection_of_its_parent(file: Path) -> None:
    first = wrapper(file)
    raw(first)
    first.close()
    place = stock.place_of(str(file))
    assert place is not None
    pid = os.fork()
    if pid == 0:
        mine = stock.place_of(str(file))
        os._exit(0 if mine is not None and stock.take(mine) is None else 1)
    assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 0
    assert stock.take(place) is not None


def test_site_uses_this_backend_wherever_its_database_is_sqlite() -> None:
    assert isinstance(connections["default"], DatabaseWrapper) is (default.vendor == "sqlite")
