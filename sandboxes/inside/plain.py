"""The plain values that are no basic types, their bounds, and their places among msgpack's extension types."""

import struct
from dataclasses import dataclass
from typing import Any

# Extension types on the wire.
BIG_INT, TUPLE, ARRAY, OPAQUE = 1, 2, 3, 4
HEADER = struct.Struct(">H")  # of an array: the length of its description, which precedes its data
PREVIEW = 200  # characters

ITEM_SIZES = {
    "bool": 1,
    "int8": 1,
    "int16": 2,
    "int32": 4,
    "int64": 8,
    "uint8": 1,
    "uint16": 2,
    "uint32": 4,
    "uint64": 8,
    "float16": 2,
    "bfloat16": 2,
    "float32": 4,
    "float64": 8,
    "complex64": 8,
    "complex128": 16,
}


class ValueRefused(ValueError):
    """A value that cannot be encoded, or bytes that are not a value within their bounds."""


@dataclass(frozen=True)
class Bounds:
    """What a decoded value may be at most: bytes on the wire, nesting, and elements over all containers."""

    bytes: int = 16 << 20
    depth: int = 100
    items: int = 4_000_000


@dataclass(frozen=True)
class Array:
    """A dense array: `data` holds its elements in C order, little-endian; `kind` is "numpy" or "torch"."""

    dtype: str
    shape: tuple[int, ...]
    data: bytes
    kind: str = "numpy"

    def numpy(self) -> Any:
        """Return a writable `numpy.ndarray` of `shape`; bfloat16 is widened to float32."""
        import numpy

        if self.dtype == "bfloat16":
            halves = numpy.frombuffer(self.data, dtype="<u2").astype("<u4")
            return (halves << 16).view("<f4").reshape(self.shape)
        return numpy.frombuffer(bytearray(self.data), dtype=_numpy_dtype(self.dtype)).reshape(self.shape)


@dataclass(frozen=True)
class Opaque:
    """Stands for an object that cannot leave a cell: its type's name and the start of its `repr`."""

    type_name: str
    preview: str


def item_size(dtype: str) -> int:
    """Return the bytes of one element of `dtype`; raise `ValueRefused` for a dtype that does not travel."""
    size = ITEM_SIZES.get(dtype)
    if (
        size is None
        and dtype[:1] in ("U", "S")
        and dtype[1:].isascii()
        and dtype[1:].isdigit()
        and len(dtype) < 10
    ):
        size = int(dtype[1:]) * (4 if dtype[0] == "U" else 1)
    if not size:
        raise ValueRefused(f"an array of {dtype[:40]!r} does not travel")
    return size


def _numpy_dtype(dtype: str) -> Any:
    import numpy

    return numpy.dtype(
        dtype
        if dtype[0] == "S" or dtype in ("bool", "int8", "uint8")
        else f"<{dtype}"
        if dtype[0] == "U"
        else dtype
    )
