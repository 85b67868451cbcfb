"""Wake-ups from the broker for every event stream of this process, over one connection."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from weakref import WeakKeyDictionary

import redis.asyncio
import structlog
from django.conf import settings
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff

from webapp.broker import LINK, WAKE_UPS, BrokerDown

log = structlog.get_logger(__name__)
SUBSCRIBE_S = 1.0
AGAIN_S = 1.0


class WakeUps:
    """Listens from the first stream on; rings the bells of the submission that a message names."""

    def __init__(self) -> None:
        self._bells: dict[str, set[asyncio.Event]] = {}
        self._reader: asyncio.Task[None] | None = None
        self._connected = asyncio.Event()
        self._told = False  # that the broker is away; once is enough

    @property
    def connected(self) -> bool:
        """Whether messages arrive; without, streams have to poll."""
        return self._connected.is_set()

    @asynccontextmanager
    async def listening(self, submission: str) -> AsyncIterator[asyncio.Event]:
        """A bell that rings for `submission`; on entry the subscription stands, or the broker is away."""
        bell = asyncio.Event()
        self._bells.setdefault(submission, set()).add(bell)
        if self._reader is None:
            # It goes on when no stream is open: the next one then need not wait for a subscription.
            self._reader = asyncio.create_task(self._read())
        try:
            with suppress(TimeoutError):
                await asyncio.wait_for(self._connected.wait(), SUBSCRIBE_S)
            yield bell
        finally:
            self._bells[submission].discard(bell)
            if not self._bells[submission]:
                del self._bells[submission]

    async def _read(self) -> None:
        while True:
            try:
                await self._read_until_broken()
            except BrokerDown as error:
                if self._connected.is_set() or not self._told:
                    log.warning("no wake-ups: event streams poll", error=str(error))
                self._told = True
            finally:
                self._connected.clear()
            self._ring_all()
            await asyncio.sleep(AGAIN_S)

    async def _read_until_broken(self) -> None:
        # No socket timeout: silence is normal here. Keep-alive and the health check find a dead peer.
        options = {**LINK, "socket_timeout": None, "socket_keepalive": True, "retry": Retry(NoBackoff(), 0)}
        async with (
            redis.asyncio.Redis.from_url(settings.REDIS_URL, **options) as link,
            link.pubsub() as pubsub,
        ):
            await pubsub.psubscribe(WAKE_UPS + "*")
            async for message in pubsub.listen():
                if message["type"] == "psubscribe":
                    self._connected.set()
                    self._ring_all()  # what happened before this moment has rung no bell
                elif message["type"] == "pmessage":
                    self._ring(message["channel"].decode().removeprefix(WAKE_UPS))

    def _ring(self, submission: str) -> None:
        for bell in self._bells.get(submission, ()):
            bell.set()

    def _ring_all(self) -> None:
        """What was missed is in the rows."""
        for bells in self._bells.values():
            for bell in bells:
                bell.set()


_of_loop: WeakKeyDictionary[asyncio.AbstractEventLoop, WakeUps] = WeakKeyDictionary()


def wake_ups() -> WakeUps:
    """The listener of the running event loop."""
    return _of_loop.setdefault(asyncio.get_running_loop(), WakeUps())
