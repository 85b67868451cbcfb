"""All rooms of one web process: who is connected, the documents they have open, and the line to other processes."""

import asyncio
from collections.abc import Iterable
from typing import Any
from uuid import UUID, uuid4
from weakref import WeakKeyDictionary

import structlog

from webapp.live.domain.log import changes, heads_of
from webapp.live.domain.permissions import View
from webapp.live.domain.replica import Replica, fetch
from webapp.live.sockets.closing import Close
from webapp.live.sockets.connection import Connection
from webapp.live.sockets.database import Away, reading
from webapp.live.sockets.feed import Feed, Offer
from webapp.live.sockets.figures import CONNECTIONS
from webapp.live.sockets.presence import SAID_EVERY_S, Presence
from webapp.live.sockets.rechecking import RECHECK_S, recheck
from webapp.live.sockets.relay import Relay
from webapp.live.sockets.storing import Storing

log = structlog.get_logger(__name__)
LOOK_S = 1.0  # into the database, while the broker is away
CHECK_S = 15.0  # against a bell that got lost


class Hub:
    """Lives as long as its event loop; nothing in it is the truth, which is in the database."""

    def __init__(self) -> None:
        self.id = uuid4().hex[:12]
        self.feeds: dict[int, Feed] = {}
        self.presence = Presence()
        self.storing = Storing(self)
        self.relay = Relay(self._heard, self.presence.__contains__, self._linked)
        self._loading: dict[int, asyncio.Lock] = {}
        self._tasks: set[asyncio.Task[Any]] = set()
        for work in (
            self.storing.run(),
            self.relay.listen(),
            self.relay.send(),
            self._look(),
            self._recheck(),
        ):
            self._go(work)
        self._go(self._say_who_is_here())

    def _go(self, work: Any) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def stop(self) -> None:
        """End everything; for tests, whose loops end before their process does."""
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    # Coming and going

    async def join(self, connection: Connection) -> None:
        """Somebody has been let in. They hear `hello`, and where else they had the room open it is closed."""
        for view in connection.entry.documents:
            feed = await self.feed(view.id)
            feed.users.add(connection)
        for other in self.presence.here(connection.room):
            if other.entry.user.pk == connection.entry.user.pk:
                other.close(Close.ELSEWHERE)
        self.presence.add(connection)
        CONNECTIONS.set(len(self.presence.everybody()))
        self._say(
            connection.room, {"kind": "seat", "connection": connection.id, "user": connection.entry.user.pk}
        )
        self._say(connection.room, {"kind": "who"})
        documents = [
            {"name": view.name, "kind": view.kind, "write": view.write} for view in connection.entry.documents
        ]
        connection.tell(
            {
                "type": "hello",
                "you": connection.person,
                "documents": documents,
                "broker": self.relay.connected,
                "closed": connection.entry.room.closed_at is not None,
            }
        )
        self._people_changed(connection.room)
        self._go(self._look_once())  # what was stored while the documents were read has rung no bell here

    def leave(self, connection: Connection) -> None:
        """Somebody has gone; what they had sent is stored all the same."""
        self.presence.discard(connection)
        CONNECTIONS.set(len(self.presence.everybody()))
        feeds = [feed for view in connection.entry.documents if (feed := self.feeds.get(view.id))]
        for feed in feeds:
            feed.users.discard(connection)
            feed.listeners.pop(connection, None)
        self.tidy(feeds)
        self._people_changed(connection.room)

    async def feed(self, document: int) -> Feed:
        """The document, read from the database when nobody here had it open."""
        async with self._loading.setdefault(document, asyncio.Lock()):
            if document not in self.feeds:
                stored = await reading(fetch, document)
                self.feeds.setdefault(document, Feed(document, Replica(stored)))
        self._loading.pop(document, None)
        return self.feeds[document]

    def tidy(self, feeds: Iterable[Feed]) -> None:
        """Drop documents that nobody here has open and of which nothing waits."""
        for feed in feeds:
            if (
                not feed.users
                and not feed.offers
                and not feed.storing
                and self.feeds.get(feed.document) is feed
            ):
                del self.feeds[feed.document]

    # What browsers say

    async def have(self, connection: Connection, place: int, view: View, state: bytes) -> None:
        """Send what the browser lacks, then how far the server is; from here on it hears of every change."""
        while (feed := self.feeds.get(view.id)) and feed.storing:
            await self.storing.idle.wait()  # what is not in the database yet is nobody's to see
        if feed is None or connection.closing:
            return
        feed.level(connection, place, state)

    def offer(self, view: View, offer: Offer) -> None:
        """Have it stored and given on."""
        feed = self.feeds.get(view.id)
        if feed is not None:
            feed.offers.append(offer)
            self.storing.work.set()

    def caret(self, connection: Connection, view: View, where: Any) -> None:
        """Show the others where somebody's caret is in a document; None when it is in none."""
        self._show_caret(view.id, connection.id, where, but=connection)
        self._say(
            connection.room, {"kind": "caret", "d": view.id, "connection": connection.id, "where": where}
        )

    def _show_caret(self, document: int, owner: str, where: Any, but: Connection | None = None) -> None:
        feed = self.feeds.get(document)
        for listener, place in feed.listeners.items() if feed else ():
            if listener is not but:
                listener.tell({"type": "caret", "connection": owner, "document": place, "where": where})

    # What other processes say

    def ring(self, feeds: Iterable[Feed]) -> None:
        """Tell other processes that there is something new in the database."""
        for feed in feeds:
            if connection := next(iter(feed.users), None):
                self._say(connection.room, {"kind": "stored", "d": feed.document, "seq": feed.replica.seq})

    def _say(self, room: UUID, message: dict[str, Any]) -> None:
        self.relay.say(room, {**message, "from": self.id})

    def _heard(self, room: UUID, message: dict[str, Any]) -> None:
        if message.get("from") == self.id:
            return
        kind = message["kind"]
        if kind == "stored":
            feed = self.feeds.get(message["d"])
            if feed:
                self.there_is(feed, message["seq"])
        elif kind == "caret":
            self._show_caret(message["d"], message["connection"], message["where"])
        elif kind == "who":
            self._say_here(room)
        elif kind == "here":
            if self.presence.said(room, message["from"], message["people"]):
                self._tell_people(room)
        elif kind == "seat":
            for connection in self.presence.here(room):
                if connection.entry.user.pk == message["user"] and connection.id != message["connection"]:
                    connection.close(Close.ELSEWHERE)
        elif kind == "news":
            for connection in self.presence.here(room):
                connection.tell({"type": "news"})
        elif kind == "reload":
            for connection in self.presence.here(room):
                connection.close(Close.CHANGED)

    def there_is(self, feed: Feed, seq: int) -> None:
        """The database has changes up to `seq`, which other processes may have stored: read what is missing here."""
        feed.there = max(feed.there, seq)
        # While something is being stored the replica is ahead of the database; the end of the round looks again.
        if feed.there > feed.replica.seq and not feed.catching_up and not feed.storing:
            feed.catching_up = True
            self._go(self._catch_up(feed))

    async def _catch_up(self, feed: Feed) -> None:
        try:
            while feed.there > feed.replica.seq and not feed.storing:
                found = await reading(lambda: list(changes(feed.document, after=feed.replica.seq)))
                for change in found:
                    feed.follow(change)
                if not found:
                    break
        except Away as error:
            log.warning("changes of other processes were not read", error=str(error))
        finally:
            feed.catching_up = False

    async def _look(self) -> None:
        """Without the broker nobody rings: look into the database, often then and seldom otherwise."""
        while True:
            for _ in range(round(CHECK_S / LOOK_S)):
                await asyncio.sleep(LOOK_S)
                if not self.relay.connected:
                    break
            if self.feeds:
                await self._look_once()

    async def _look_once(self) -> None:
        try:
            heads = await reading(heads_of, list(self.feeds))
        except Away:
            return
        for document, head in heads.items():
            if feed := self.feeds.get(document):
                self.there_is(feed, head)

    def _linked(self, connected: bool) -> None:
        """The broker has come or gone."""
        for connection in self.presence.everybody():
            connection.tell({"type": "status", "broker": connected})
        if connected:
            for room in self.presence.rooms():
                self._say(room, {"kind": "who"})
                self._say_here(room)
            self._go(self._look_once())

    # Presence

    def _people_changed(self, room: UUID) -> None:
        self._say_here(room)
        self._tell_people(room)

    def _say_here(self, room: UUID) -> None:
        self._say(room, {"kind": "here", "people": self.presence.own(room)})

    def _tell_people(self, room: UUID) -> None:
        people = self.presence.people(room)
        for connection in self.presence.here(room):
            connection.tell({"type": "people", "people": people})

    async def _say_who_is_here(self) -> None:
        while True:
            await asyncio.sleep(SAID_EVERY_S)
            for room in self.presence.forget():
                self._tell_people(room)
            for room in self.presence.rooms():
                self._say_here(room)

    async def _recheck(self) -> None:
        """Who has logged out, or may no longer be here, is not left connected."""
        while True:
            await asyncio.sleep(RECHECK_S)
            await self.recheck()

    async def recheck(self) -> None:
        """Look once at everybody who is connected."""
        connections = self.presence.everybody()
        try:
            verdicts = await reading(recheck, connections)
        except Away:
            return
        for connection, code in verdicts.items():
            connection.close(code)


_of_loop: WeakKeyDictionary[asyncio.AbstractEventLoop, Hub] = WeakKeyDictionary()


def hub() -> Hub:
    """The hub of the running event loop."""
    loop = asyncio.get_running_loop()
    if loop not in _of_loop:
        _of_loop[loop] = Hub()
    return _of_loop[loop]
