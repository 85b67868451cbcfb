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
from webapp.live.sockets.closing import Close
from webapp.live.sockets.database import Away, reading, writing
from webapp.live.sockets.feed import Feed
from webapp.live.sockets.figures import ROUND, STORED

if TYPE_CHECKING:
    from webapp.live.sockets.hub import Hub

log = structlog.get_logger(__name__)


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
        storing = [feed for feed in feeds if feed.storing]
        while storing:
            try:
                await writing(append, [change for feed in storing for _, change in feed.storing])
                break
            except (Behind, IntegrityError) as error:
                documents = (
                    error.documents if isinstance(error, Behind) else {feed.document for feed in storing}
                )
                for feed in storing:
                    if feed.document in documents:
                        await self.rebuild(feed)
                storing = [feed for feed in storing if feed.storing]
            except Away as error:
                log.error("changes of rooms were not stored", error=str(error))
                self._drop(storing)
                storing = []
        for feed in storing:
            STORED.inc(len(feed.storing))
            feed.stored()
        self.hub.ring(storing)
        for feed in feeds:
            self.hub.there_is(feed, feed.there)
        self.hub.tidy(feeds)
        if any(feed.offers for feed in self.hub.feeds.values()):
            self.work.set()

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
        except Away:
            self._drop([feed])
            return
        feed.restart(Replica(stored), since)

    def _drop(self, feeds: list[Feed]) -> None:
        """Nobody was told that it is stored, so every browser still has it and offers it again."""
        for feed in feeds:
            self.hub.feeds.pop(feed.document, None)
            feed.offers.clear()
            feed.storing.clear()
            for connection in feed.users:
                connection.close(Close.TRY_AGAIN)
