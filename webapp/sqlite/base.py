"""The backend that `DATABASES["default"]["ENGINE"]` names.

To open a connection and read the schema takes 1.4 ms, which every request would pay, since each runs in a thread of its
own. Who closes the last one besides has to write SQLite's log back and delete it, and the next writer pays 10 ms for a new one.
"""

import sqlite3
from typing import Any
from weakref import WeakSet

from django.db.backends.sqlite3 import base

from webapp.sqlite import stock


class DatabaseWrapper(base.DatabaseWrapper):
    """As Django's, but what is closed goes to the stock."""

    _place: stock.Place | None = None
    _cursors: WeakSet[sqlite3.Cursor]

    def get_new_connection(self, conn_params: dict[str, Any]) -> sqlite3.Connection:
        """A kept connection, or a new one."""
        self._cursors = WeakSet()
        path = str(conn_params["database"])
        self._place = None if self.is_in_memory_db() else stock.place_of(path)
        kept = stock.take(self._place) if self._place else None
        if kept is not None:
            kept.execute("PRAGMA foreign_keys = ON")  # whoever had it may have turned them off
            return kept
        made: sqlite3.Connection = super().get_new_connection(conn_params)
        if not self.is_in_memory_db():
            self._place = stock.place_of(path)
        return made

    def create_cursor(self, name: str | None = None) -> sqlite3.Cursor:
        """A cursor, which is remembered while it is alive: an open one would hold on to an old state of the rows."""
        cursor: sqlite3.Cursor = super().create_cursor(name)
        self._cursors.add(cursor)
        return cursor

    def _close(self) -> None:
        connection = self.connection
        if connection is None or self._place is None or self.errors_occurred or connection.in_transaction:
            super()._close()  # type: ignore[misc]  # which the stubs do not know
            return
        with self.wrap_database_errors:
            for cursor in list(self._cursors):
                cursor.close()
            stock.give(self._place, connection)
