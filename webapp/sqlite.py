"""What SQLite needs to be quick in a process that opens and closes connections all the time."""

import sqlite3

from django.db import connection

_held: list[sqlite3.Connection] = []


def hold_open() -> None:
    """Keep one connection to an SQLite file for the life of this process; other databases need none.

    Whoever closes the last connection has to write the whole log back and delete it, and the next writer pays for a
    new one with an fsync: about 10 ms per request, without this.
    """
    if connection.vendor != "sqlite" or _held:
        return
    link = sqlite3.connect(connection.settings_dict["NAME"], check_same_thread=False)
    link.execute("PRAGMA schema_version").fetchone()  # only a connection that has read holds the log
    _held.append(link)
