"""Everything that browsers send goes through here: looked at, stored, and only then given on.

One round after the other: what came while the last one was being stored is the next one, all documents in one
transaction. Under load rounds grow and the price of a transaction is shared; without load nothing waits.
"""

import asyncio
from typing import TYPE_CHECKING

import structlog
from django.db import IntegrityError

from webapp.live.domain.log import Behind, append, changes
from webapp.live.domain.replica import Broken, Replica, fetch
from webapp.live.models import Document
from webapp.live.sockets.closing import Close
from webapp.live.sockets.database import Away, reading, writing
from webapp.live.sockets.feed import Feed
from webapp.live.sockets.figures import ROUND, STORED

if TYPE_CHECKING:
    from webapp.live.sockets.hub import Hub

log = structlog.get_logger(__name__)
ATTEMPTS = 20  # rounds, while other processes are quicker


class Storing:
    """The one task of a hub that writes."""

    def __init__(self, hub: "Hub") -> None:
        self.hub = hub
        self.work = asyncio.Event()
        self.idle = asyncio.Event()
        self.idle.set()

    async def run(self) -> None:
        """Round after round, for ever."""
        while True:
            await self.work.wait()
            self.work.clear()
            self.idle.clear()
            try:
                with ROUND.time():
                    await self.round()
            except Exception:
                log.exception("a round of storing failed")
                self._drop([feed for feed in self.hub.feeds.values() if feed.storing or feed.offers])
            finally:
                self.idle.set()

    async def round(self) -> None:
        """Store what waits."""
        feeds = [feed for feed in self.hub.feeds.values() if feed.offers]
        for feed in feeds:
            await self._look_at(feed)
        storing = await self._store([feed for feed in feeds if feed.storing])
        for feed in storing:
            STORED.inc(len(feed.storing))
            feed.stored()
        self.hub.ring(storing)
        for feed in feeds:
            self.hub.there_is(feed, feed.there)
        self.hub.tidy(feeds)
        if any(feed.offers for feed in self.hub.feeds.values()):
            self.work.set()

    async def _store(self, feeds: list[Feed]) -> list[Feed]:
        """Store what these hold, in one transaction if that goes, else each by itself; which of them are stored."""
        if not feeds:
            return []
        try:
            await writing(append, [change for feed in feeds for _, change in feed.storing])
        except Away as error:
            log.error("changes of rooms were not stored", error=str(error))
            self._drop(feeds)
            return []
        except (Behind, IntegrityError) as error:
            if len(feeds) > 1:
                return [stored for feed in feeds for stored in await self._store([feed])]
            [feed] = feeds
            # Another process was quicker; what goes on failing is something else, as a room that was deleted.
            feed.failures += 1
            if feed.failures < ATTEMPTS:
                await self.rebuild(feed)
            else:
                log.error("changes of a room were not stored", document=feed.document, error=str(error))
                self._drop([feed])
            return []
        return feeds

    async def _look_at(self, feed: Feed) -> None:
        try:
            for offer, fit in feed.take():
                feed.answer(offer, fit)
        except Broken as error:
            log.error("an update could not be applied", document=feed.document, error=str(error))
            await self.rebuild(feed)

    async def rebuild(self, feed: Feed) -> None:
        """Build the replica from the log, and offer again what was not stored."""
        try:
            stored = await reading(fetch, feed.document)
            since = await reading(lambda: list(changes(feed.document, after=feed.confirmed)))
        except (*Away, Document.DoesNotExist):
            self._drop([feed])
            return
        feed.restart(Replica(stored), since)

    def _drop(self, feeds: list[Feed]) -> None:
        """Nobody was told that it is stored, so every browser still has it and offers it again."""
        for feed in feeds:
            self.hub.feeds.pop(feed.document, None)
            feed.offers.clear()
            feed.storing.clear()
            feed.known.clear()
            for connection in feed.users:
                connection.close(Close.TRY_AGAIN)
