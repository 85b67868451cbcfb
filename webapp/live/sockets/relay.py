"""The line to the other web processes: one broker connection that listens for all rooms, one that sends."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from typing import Any
from uuid import UUID

import redis.asyncio
import structlog
from django.conf import settings
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff

from webapp.broker import LINK, BrokerDown
from webapp.live.domain.bells import CHANNEL, channel, seal, unseal

log = structlog.get_logger(__name__)
AGAIN_S = 1.0
Heard = Callable[[UUID, dict[str, Any]], None]


class Relay:
    """Calls `heard` for every message about a room that `here` knows, and `linked` when the line goes or comes."""

    def __init__(self, heard: Heard, here: Callable[[UUID], bool], linked: Callable[[bool], None]) -> None:
        self._heard, self._here, self._linked = heard, here, linked
        self._outgoing: asyncio.Queue[tuple[UUID, dict[str, Any]]] = asyncio.Queue()
        self.connected = False

    def say(self, room: UUID, message: dict[str, Any]) -> None:
        """Send when possible. What cannot be sent is dropped: others look into the database meanwhile."""
        if self.connected:
            self._outgoing.put_nowait((room, message))

    async def listen(self) -> None:
        """For ever."""
        told = False
        while True:
            try:
                await self._listen()
            except BrokerDown as error:
                if self.connected or not told:
                    log.warning("rooms do without the broker", error=str(error))
                told = True
            finally:
                self._set(False)
            await asyncio.sleep(AGAIN_S)

    async def send(self) -> None:
        """For ever."""
        while True:
            with suppress(*BrokerDown):  # that it is away is the listener's to find out
                await self._send()
            await asyncio.sleep(AGAIN_S)

    async def _listen(self) -> None:
        # No socket timeout: silence is normal here. Keep-alive and the health check find a dead peer.
        options = {**LINK, "socket_timeout": None, "socket_keepalive": True, "retry": Retry(NoBackoff(), 0)}
        async with (
            redis.asyncio.Redis.from_url(settings.REDIS_URL, **options) as link,
            link.pubsub() as pubsub,
        ):
            await pubsub.psubscribe(CHANNEL + "*")
            async for message in pubsub.listen():
                if message["type"] == "psubscribe":
                    self._set(True)
                elif message["type"] == "pmessage":
                    self._receive(message["channel"].decode(), message["data"])

    def _receive(self, name: str, data: bytes) -> None:
        with suppress(ValueError):
            room = UUID(name.removeprefix(CHANNEL))
            if self._here(room) and (message := unseal(room, data)) is not None:
                self._heard(room, message)

    async def _send(self) -> None:
        async with redis.asyncio.Redis.from_url(settings.REDIS_URL, **LINK) as link:
            while True:
                batch = [await self._outgoing.get()]
                while not self._outgoing.empty():
                    batch.append(self._outgoing.get_nowait())
                async with link.pipeline(transaction=False) as pipe:
                    for room, message in batch:
                        pipe.publish(channel(room), seal(room, message))
                    await pipe.execute()

    def _set(self, connected: bool) -> None:
        if connected != self.connected:
            self.connected = connected
            self._linked(connected)
