"""What processes tell each other about rooms, by the broker.

A grader worker can reach the broker too and stands next to hostile code. So messages carry no text of a document,
only that there is one to read in the database, and each is signed with the site's secret.
"""

import hashlib
import hmac
from typing import Any
from uuid import UUID

import msgpack
import structlog
from django.conf import settings
from django.db import transaction

from webapp import broker

log = structlog.get_logger(__name__)
CHANNEL = "readyroom:room:"
_TAG = 16


def channel(room: UUID) -> str:
    """The broker's name for what is said about a room."""
    return f"{CHANNEL}{room}"


def seal(room: UUID, message: dict[str, Any]) -> bytes:
    """The message as bytes that only this site can have made, for this room."""
    body: bytes = msgpack.packb(message)
    return _tag(room, body) + body


def unseal(room: UUID, data: bytes) -> dict[str, Any] | None:
    """The message in `data`; None when it was made by somebody else or for another room."""
    tag, body = data[:_TAG], data[_TAG:]
    if not hmac.compare_digest(tag, _tag(room, body)):
        return None
    message: dict[str, Any] = msgpack.unpackb(body)
    return message


def _tag(room: UUID, body: bytes) -> bytes:
    key = b"readyroom.live:" + settings.SECRET_KEY.encode()
    return hmac.new(key, room.bytes + body, hashlib.sha256).digest()[:_TAG]


def changed(room: UUID) -> None:
    """Who may do what in the room has changed: everybody in it has to be let in again.

    Without a broker each process finds that out by itself, within half a minute.
    """
    _ring(room, "reload")


def news(room: UUID) -> None:
    """The app that the room belongs to has something new to show; pages are told so, and ask that app what it is."""
    _ring(room, "news")


def _ring(room: UUID, kind: str) -> None:
    """Once what it is about is committed: whoever hears it reads the database."""

    def publish() -> None:
        try:
            broker.client().publish(channel(room), seal(room, {"kind": kind}))
        except broker.BrokerDown as error:
            log.warning("a change of a room was not announced", room=str(room), kind=kind, error=str(error))

    transaction.on_commit(publish)
