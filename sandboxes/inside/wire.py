"""Frames over a byte stream: four bytes of length (big-endian), then the body."""

import os
import struct

LENGTH = struct.Struct(">I")


def read_frame(descriptor: int) -> bytes | None:
    """Return the next frame's body, or None when the stream ends. Blocks; reads not one byte too many."""
    head = _read_exactly(descriptor, LENGTH.size)
    if head is None:
        return None
    (length,) = LENGTH.unpack(head)
    return _read_exactly(descriptor, length)


def write_frame(descriptor: int, *parts: bytes) -> None:
    """Write one frame whose body is `parts`, joined. Blocks until all of it is written."""
    rest = memoryview(b"".join((LENGTH.pack(sum(len(part) for part in parts)), *parts)))
    while rest:
        rest = rest[os.write(descriptor, rest) :]


def _read_exactly(descriptor: int, size: int) -> bytes | None:
    chunk = os.read(descriptor, min(size, 1 << 20)) if size else b""
    if len(chunk) == size:
        return chunk
    got = bytearray(chunk)
    while chunk and len(got) < size:
        chunk = os.read(descriptor, min(size - len(got), 1 << 20))
        got += chunk
    return bytes(got) if len(got) == size else None
