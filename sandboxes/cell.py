"""A cell as the host sees it: one stream of frames to the zygote of a locked place. Backends differ in the place."""

import abc
import time
import uuid
from collections import deque
from typing import Any

import msgpack

from .errors import CellLost
from .inside.supervisor import RECENT
from .inside.wire import LENGTH

_START_S = 60.0
_MOST = 64 << 20  # bytes of one frame beyond a run's own value limit


class LayerRefused(Exception):
    """The kernel did not let a cell put one of its layers in place."""

    def __init__(self, layer: str, why: str) -> None:
        super().__init__(f"{layer}: {why}")
        self.layer, self.why = layer, why


class Transport(abc.ABC):
    """A duplex byte stream. Every way in which it can fail is a `CellLost`."""

    @abc.abstractmethod
    def send(self, data: bytes) -> None:
        """Write all of `data`."""

    @abc.abstractmethod
    def receive(self, timeout: float) -> bytes:
        """Return some bytes; raise TimeoutError after `timeout` seconds without any."""

    @abc.abstractmethod
    def diagnosis(self) -> str:
        """Return the end of what the cell wrote on stderr."""

    def oom_kills(self) -> int:
        """Return how often the kernel killed in this place for memory, where the host can read that."""
        return 0

    @abc.abstractmethod
    def close(self) -> None:
        """Destroy the locked place and everything in it. Safe to call twice, and from any thread."""


class Cell:
    """A running cell. Used by one thread at a time; a context manager that destroys it."""

    def __init__(self, image: str, transport: Transport) -> None:
        self.id = uuid.uuid4().hex[:12]
        self.image = image
        self.sessions = 0
        self.expected: deque[int | None] = deque(maxlen=RECENT)  # runs that its last sessions announced
        self.lost = False
        self.spoilt = False  # a run broke the protocol: not to be used again
        self.hello: dict[str, Any] = {}
        self._transport = transport
        self._buffer = bytearray()

    def greet(self, first_frame: bytes) -> None:
        """Start the zygote. Raises `LayerRefused`, or `CellLost` with what the cell said if it does not come up."""
        try:
            self._transport.send(first_frame)
            self.hello = self.hear(_START_S)
        except TimeoutError:
            self._lose(f"not ready after {_START_S:.0f} s")
        if self.hello.get("is") == "refused":
            raise LayerRefused(self.hello["layer"], self.hello["why"])

    @property
    def ready_for(self) -> int | None:
        """How many runs its next session is made ready for; None for the usual number."""
        known = [runs for runs in self.expected if runs is not None]
        return max(known) if len(known) == len(self.expected) > 0 else None

    def tell(self, message: dict[str, Any]) -> None:
        """Send one message."""
        body = msgpack.packb(message)
        try:
            self._transport.send(LENGTH.pack(len(body)) + body)
        except CellLost:
            self.lost = True
            raise

    def hear(self, timeout: float) -> dict[str, Any]:
        """Return the next message; raise TimeoutError, or `CellLost` when there will be none."""
        if self.lost:
            raise CellLost(f"the {self.image} cell is closed")
        deadline = time.monotonic() + timeout
        while (frame := self._take_frame()) is None:
            try:
                self._buffer += self._transport.receive(max(0.0, deadline - time.monotonic()))
            except CellLost:
                self._lose("it ended")
        try:
            return msgpack.unpackb(frame, strict_map_key=True)
        except ValueError as error:
            self._lose(f"it sent nonsense: {error}")
            raise

    def expect(self, what: str, timeout: float) -> dict[str, Any]:
        """Return the next message, which must be of kind `what`; anything else is a `CellLost`."""
        try:
            message = self.hear(timeout)
        except TimeoutError:
            self._lose(f"no answer in {timeout:.0f} s")
        if message.get("is") != what:
            self._lose(f"{message.get('is')!r} instead of {what!r}: {message.get('text', '')}")
        return message

    def oom_kills(self) -> int:
        """Return how often the kernel killed in this cell for memory, where the host can read that."""
        return self._transport.oom_kills()

    def _take_frame(self) -> bytes | None:
        if len(self._buffer) < LENGTH.size:
            return None
        (length,) = LENGTH.unpack_from(self._buffer)
        if length > 1 << 30:
            self._lose("it sent a frame beyond all bounds")
        if len(self._buffer) < LENGTH.size + length:
            return None
        frame = bytes(self._buffer[LENGTH.size : LENGTH.size + length])
        del self._buffer[: LENGTH.size + length]
        return frame

    def _lose(self, why: str) -> None:
        self.lost = True
        said = self._transport.diagnosis().strip()
        self.close()
        raise CellLost(f"the {self.image} cell is lost: {why}" + (f"\n{said[-2000:]}" if said else ""))

    def close(self) -> None:
        """Destroy the cell."""
        self.lost = True
        self._transport.close()

    def __enter__(self) -> "Cell":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
