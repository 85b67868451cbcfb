"""Who is in which room, over all web processes."""

import time
from collections.abc import Callable, Iterable
from typing import Any
from uuid import UUID

from webapp.live.sockets.connection import Connection

SAID_EVERY_S = 10.0
FORGOTTEN_S = 25.0
Person = dict[str, Any]


class Presence:
    """The connections of this process, and what other processes last said of theirs."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._here: dict[UUID, set[Connection]] = {}
        self._there: dict[UUID, dict[str, tuple[float, list[Person]]]] = {}

    def __contains__(self, room: object) -> bool:
        return room in self._here

    def rooms(self) -> list[UUID]:
        """Rooms that somebody is in here."""
        return list(self._here)

    def here(self, room: UUID) -> list[Connection]:
        """The room's connections in this process."""
        return list(self._here.get(room, ()))

    def everybody(self) -> list[Connection]:
        """All connections of this process."""
        return [connection for connections in self._here.values() for connection in connections]

    def add(self, connection: Connection) -> None:
        """Somebody has come."""
        self._here.setdefault(connection.room, set()).add(connection)

    def discard(self, connection: Connection) -> None:
        """Somebody has gone, if they were there."""
        connections = self._here.get(connection.room, set())
        connections.discard(connection)
        if not connections:
            self._here.pop(connection.room, None)
            self._there.pop(connection.room, None)

    def said(self, room: UUID, process: str, people: list[Person]) -> bool:
        """What another process says of its connections; whether that is news."""
        before = self._there.get(room, {}).get(process, (0.0, []))[1]
        if people:
            self._there.setdefault(room, {})[process] = (self._clock(), people)
        else:
            self._there.get(room, {}).pop(process, None)
        return before != people

    def forget(self) -> list[UUID]:
        """Drop what processes said that have been silent since; rooms that it changes."""
        late = self._clock() - FORGOTTEN_S
        changed = []
        for room, processes in self._there.items():
            gone = [process for process, (at, _) in processes.items() if at < late]
            for process in gone:
                del processes[process]
            if gone:
                changed.append(room)
        return changed

    def own(self, room: UUID) -> list[Person]:
        """What this process says of its connections."""
        return [connection.person for connection in self._here.get(room, ()) if not connection.closing]

    def people(self, room: UUID) -> list[Person]:
        """Everybody who is there, each connection once."""
        there: Iterable[Person] = (
            person for _, people in self._there.get(room, {}).values() for person in people
        )
        return sorted([*self.own(room), *there], key=lambda person: (person["name"], person["connection"]))
