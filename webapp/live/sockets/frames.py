"""What travels over a socket. docs/live.md describes it; webapp/frontend/src/live/frames.js is its other end.

Documents travel in binary frames: a byte that says what it is, a byte for the document (its place in `hello`), and a
body. All else is a JSON object with a `type`.
"""

import json
import struct
from dataclasses import dataclass
from enum import IntEnum
from typing import Any

from webapp.live.sockets.closing import Close, Closing


class Frame(IntEnum):
    """The first byte of a binary frame."""

    HAVE = 0  # a state vector: "this is how far I am, send what I lack"
    UPDATE = 1  # from a browser: its own count (u32) and an update; from the server: the sequence number and an update
    STORED = 2  # the browser's count, and the sequence number it is stored under


_HEAD = struct.Struct("!BB")
_COUNTED = struct.Struct("!BBI")
_STORED = struct.Struct("!BBII")


@dataclass(frozen=True)
class Binary:
    """A binary frame of a browser; `count` is 0 in a HAVE."""

    frame: Frame
    document: int
    count: int
    body: bytes


def parse_binary(data: bytes) -> Binary:
    """A browser's binary frame; Closing when it is none."""
    if len(data) < _HEAD.size or data[0] not in (Frame.HAVE, Frame.UPDATE):
        raise Closing(Close.MALFORMED)
    if data[0] == Frame.HAVE:
        return Binary(Frame.HAVE, data[1], 0, data[_HEAD.size :])
    if len(data) <= _COUNTED.size:
        raise Closing(Close.MALFORMED)
    _, document, count = _COUNTED.unpack_from(data)
    return Binary(Frame.UPDATE, document, count, data[_COUNTED.size :])


def parse_text(text: str) -> dict[str, Any]:
    """A browser's JSON frame; Closing when it is none."""
    try:
        message = json.loads(text)
    except (ValueError, RecursionError):
        raise Closing(Close.MALFORMED) from None
    if not isinstance(message, dict) or not isinstance(message.get("type"), str):
        raise Closing(Close.MALFORMED)
    return message


def have(document: int, state: bytes) -> bytes:
    """The server's own state vector."""
    return _HEAD.pack(Frame.HAVE, document) + state


def update(document: int, seq: int, data: bytes) -> bytes:
    """An update; with it the browser is at `seq`."""
    return _COUNTED.pack(Frame.UPDATE, document, seq) + data


def stored(document: int, count: int, seq: int) -> bytes:
    """The browser's update is in the database."""
    return _STORED.pack(Frame.STORED, document, count, seq)
