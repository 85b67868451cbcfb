"""The supervisor's stream of messages to and from the host."""

import os
import select
from collections import deque
from typing import Any

import msgpack

from .wire import LENGTH

_CHUNK = 256 << 10  # bytes read at a time: whoever looks has something else to watch
_PIECE = 4096  # bytes that are written without waiting wherever there is room for any


class HostGone(Exception):
    """The host closed the stream: nobody is left to work for."""


class Stream:
    """Messages come in parts, which are taken as they come, but never a byte of the next message with the one under way.

    What follows the host's "end" of a session is for another session's supervisor. While one of ours is being written, more than one may
    come and is kept: the host says "end" only once it has heard all that it waits for.
    """

    def __init__(self, source: int, sink: int) -> None:
        self.source, self._sink = source, sink
        self._coming = bytearray()  # of the next message, with its length before it
        self._whole: deque[dict[str, Any]] = deque()  # that nobody has asked for yet
        self._reading, self._both = select.poll(), select.poll()
        self._reading.register(source, select.POLLIN)
        self._both.register(source, select.POLLIN)
        self._both.register(sink, select.POLLOUT)

    @property
    def heard(self) -> bool:
        """Whether a message is here already, of which a poll on `source` says nothing."""
        return bool(self._whole)

    def waits(self, timeout_ms: int | None) -> bool:
        """Wait so long for a message, or the first part of one; tell whether there is any."""
        return self.heard or bool(self._reading.poll(timeout_ms))

    def look(self) -> dict[str, Any] | None:
        """Take what is there now; return the next message, or None while it is not whole."""
        if not self._whole and self._reading.poll(0):
            self._take()
        return self._whole.popleft() if self._whole else None

    def hear(self) -> dict[str, Any]:
        """Wait for the next message and return it."""
        while (message := self.look()) is None:
            self._reading.poll()
        return message

    def tell(self, message: dict[str, Any]) -> None:
        """Write a message. Meanwhile take what comes: the host may be writing too, and would wait for that."""
        body = msgpack.packb(message)
        rest = memoryview(LENGTH.pack(len(body)) + body)
        while rest:
            ready = dict(self._both.poll())
            if self._sink in ready:
                rest = rest[os.write(self._sink, rest[:_PIECE]) :]
            else:
                self._take()

    def _take(self) -> None:
        """Read some of the next message, of which at least a part is there."""
        if len(self._coming) < LENGTH.size:
            self._read(LENGTH.size)
            if len(self._coming) < LENGTH.size or not self._reading.poll(0):
                return
        size = LENGTH.size + LENGTH.unpack_from(self._coming)[0]
        self._read(size)
        if len(self._coming) == size:
            self._whole.append(msgpack.unpackb(memoryview(self._coming)[LENGTH.size :]))
            self._coming = bytearray()

    def _read(self, size: int) -> None:
        """Read what is there, so that at most `size` bytes have come."""
        chunk = os.read(self.source, min(size - len(self._coming), _CHUNK))
        if not chunk:
            raise HostGone
        self._coming += chunk
