"""One WebSocket: lets in, reads frames within limits, and hands them to the hub."""

import asyncio
import json
from contextlib import suppress
from typing import Any
from uuid import UUID

import structlog
from channels.generic.websocket import AsyncWebsocketConsumer
from django.utils import timezone

from webapp.accounts.models import User
from webapp.live.domain.chat import NoLine, TooLong, line_of
from webapp.live.domain.permissions import View, enter
from webapp.live.domain.reading import Malformed, read, read_state
from webapp.live.domain.refusals import Reason, Refused
from webapp.live.roles import Kind
from webapp.live.sockets import frames
from webapp.live.sockets.closing import WORDS, Close, Closing
from webapp.live.sockets.connection import Connection
from webapp.live.sockets.database import Away, reading, writing
from webapp.live.sockets.feed import Offer
from webapp.live.sockets.hub import Hub, hub
from webapp.live.sockets.limits import LARGEST_FRAME

log = structlog.get_logger(__name__)
LARGEST_CARET = 600  # characters of JSON


class RoomConsumer(AsyncWebsocketConsumer):
    """A browser's connection to one room."""

    async def connect(self) -> None:
        """Accept first: a browser reads the code of a close, and nothing of a refused handshake."""
        self.hub: Hub = hub()
        self.joined: Connection | None = None
        self.sending: asyncio.Task[None] | None = None
        await self.accept()
        try:
            await self._enter(UUID(str(self.scope["url_route"]["kwargs"]["room"])))
        except Closing as closing:
            await self._end(closing.code)

    async def _enter(self, room: UUID) -> None:
        user = self.scope["user"]
        if not isinstance(getattr(user, "_wrapped", user), User):
            raise Closing(Close.SIGNED_OUT)
        try:
            entry = await writing(enter, room, await reading(User.objects.get, pk=user.pk))
        except Refused as refused:
            raise Closing(Close.FULL if refused.reason is Reason.FULL else Close.NOT_THERE) from None
        except Away:
            raise Closing(Close.TRY_AGAIN) from None
        connection = Connection(entry, self.scope["session"].session_key or "")
        self.sending = asyncio.create_task(self._send(connection))
        self.joined = connection
        try:
            await self.hub.join(connection)
        except Away:
            raise Closing(Close.TRY_AGAIN) from None

    async def receive(self, text_data: str | None = None, bytes_data: bytes | None = None) -> None:
        """A frame. What is wrong with it is this connection's end and nobody else's."""
        connection = self.joined
        if connection is None or connection.closing:
            return
        try:
            data: str | bytes = bytes_data if bytes_data is not None else text_data or ""
            size = len(data)
            if size > LARGEST_FRAME:
                raise Closing(Close.TOO_LARGE)
            if not connection.allowance.take(size):
                raise Closing(Close.TOO_FAST)
            if isinstance(data, bytes):
                await self._binary(connection, frames.parse_binary(data))
            else:
                self._text(connection, frames.parse_text(data))
        except Closing as closing:
            log.warning(
                "a room closed a connection",
                room=str(connection.room),
                user=connection.entry.user.pk,
                reason=closing.code.name,
            )
            connection.close(closing.code)

    async def _binary(self, connection: Connection, frame: frames.Binary) -> None:
        view = _view(connection, frame.document)
        try:
            if frame.frame is frames.Frame.HAVE:
                read_state(frame.body)
                await self.hub.have(connection, frame.document, view, frame.body)
                return
            if not view.write or view.kind == Kind.CHAT:
                raise Closing(Close.READ_ONLY)
            update = read(frame.body, Kind(view.kind))
        except Malformed:
            raise Closing(Close.MALFORMED) from None
        if update.empty:
            return
        self.hub.offer(view, Offer(connection, frame.document, frame.count, frame.body, update))

    def _text(self, connection: Connection, message: dict[str, Any]) -> None:
        match message["type"]:
            case "caret":
                view = _view(connection, message.get("document"))
                where = message.get("where")
                if len(json.dumps(where)) > LARGEST_CARET:
                    raise Closing(Close.MALFORMED)
                if view.write:
                    self.hub.caret(connection, view, where)
            case "ping":
                connection.tell({"type": "pong"})
            case "say":
                self._say(connection, message)
            case _:
                raise Closing(Close.MALFORMED)

    def _say(self, connection: Connection, message: dict[str, Any]) -> None:
        place, view = next(
            ((n, one) for n, one in enumerate(connection.entry.documents) if one.kind == Kind.CHAT), (0, None)
        )
        if view is None or not view.write:
            raise Closing(Close.READ_ONLY)
        try:
            line = line_of(connection.entry.user, message.get("id"), message.get("text"), timezone.now())
        except TooLong:
            raise Closing(Close.TOO_LARGE) from None
        except NoLine:
            raise Closing(Close.MALFORMED) from None
        self.hub.offer(view, Offer(connection, place, line=line))

    async def _send(self, connection: Connection) -> None:
        """Everything that is sent to the browser, in order, until the end."""
        with suppress(RuntimeError, OSError):  # the socket is gone, which `disconnect` hears of
            while True:
                frame = await connection.outbox.get()
                if isinstance(frame, Close):
                    await self._end(frame)
                    return
                connection.waiting -= len(frame)
                if isinstance(frame, bytes):
                    await self.send(bytes_data=frame)
                else:
                    await self.send(text_data=frame)

    async def _end(self, code: Close) -> None:
        with suppress(RuntimeError):  # the browser was quicker
            await self.close(code, WORDS[code])

    async def disconnect(self, code: int) -> None:
        """The socket is gone."""
        if self.joined is not None:
            self.joined.closing = True
            self.hub.leave(self.joined)
        if self.sending is not None:
            self.sending.cancel()


def _view(connection: Connection, place: Any) -> View:
    """The document at this place of what the connection was told; it can name no other, of no other room."""
    documents = connection.entry.documents
    if not isinstance(place, int) or isinstance(place, bool) or not 0 <= place < len(documents):
        raise Closing(Close.MALFORMED)
    return documents[place]
