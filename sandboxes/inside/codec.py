"""Plain values as bytes and back: msgpack with four extension types, and bounds on what is decoded.

Used on both sides of a cell's wall. Encoding narrows (subclasses to their base types, anything that cannot
leave to `Opaque`); decoding never builds anything but plain data and refuses whatever exceeds its bounds.
"""

import math
import struct
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import msgpack

_BIG_INT, _TUPLE, _ARRAY, _OPAQUE = 1, 2, 3, 4
_TUPLE_MARK = msgpack.ExtType(_TUPLE, b"")
_HEADER = struct.Struct(">H")
_PREVIEW = 200  # characters

_ITEM_SIZES = {
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
    size = _ITEM_SIZES.get(dtype)
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


# --- encoding -------------------------------------------------------------------------------------------


def encode(value: Any) -> bytes:
    """Return `value` as bytes; raise `ValueRefused` if it is nested too deeply (or contains itself)."""
    packer = msgpack.Packer(default=_narrow, strict_types=True, unicode_errors="surrogatepass")
    try:
        return packer.pack(value)  # type: ignore[no-any-return]
    except ValueError as error:
        raise ValueRefused(f"the value cannot leave: {error}") from None
    except (OverflowError, RecursionError) as error:
        raise ValueRefused(f"the value cannot leave: {type(error).__name__}: {error}") from None


def join_list(parts: list[bytes]) -> bytes:
    """Return the encoded list of values that are encoded already."""
    return b"".join((msgpack.Packer().pack_array_header(len(parts)), *parts))


def join_dict(parts: dict[str, bytes]) -> bytes:
    """Return the encoded dict of values that are encoded already."""
    pairs = (part for key, value in parts.items() for part in (msgpack.packb(key), value))
    return b"".join((msgpack.Packer().pack_map_header(len(parts)), *pairs))


def _narrow(value: Any) -> Any:
    """Return what msgpack can pack for `value`, which is of no exact basic type (or an int beyond 64 bits)."""
    kind = type(value)
    if kind is tuple:
        return [_TUPLE_MARK, *value]
    if kind is int:
        return msgpack.ExtType(_BIG_INT, value.to_bytes(value.bit_length() // 8 + 1, "big", signed=True))
    if kind is Array:
        return _pack_array(value.dtype, value.shape, value.kind, value.data)
    if kind is Opaque:
        return msgpack.ExtType(
            _OPAQUE, msgpack.packb([value.type_name, value.preview], unicode_errors="surrogatepass")
        )
    array = _as_array(value)
    if array is not None:
        return array
    for base, narrow in _BASES:
        if isinstance(value, base):
            exact = narrow(value)
            beyond = type(exact) is tuple or (type(exact) is int and not -(1 << 63) <= exact < 1 << 64)
            return _narrow(exact) if beyond else exact  # msgpack asks only once for one value
    return _narrow(Opaque(_type_name(kind), _preview(value)))


_BASES: tuple[tuple[type, Callable[[Any], Any]], ...] = (
    (int, int.__int__),
    (float, float.__float__),
    (str, str.__str__),
    (bytes, lambda value: bytes.__getitem__(value, slice(None))),
    (bytearray, lambda value: bytes(memoryview(value))),
    (list, list.copy),
    (tuple, lambda value: tuple.__getitem__(value, slice(None))),
    (dict, dict),
)


def _as_array(value: Any) -> Any:
    """Return the packed form of a numpy or PyTorch array or scalar, else None. Neither is imported for it."""
    numpy = sys.modules.get("numpy")
    if numpy is not None and isinstance(value, (numpy.ndarray, numpy.generic)):
        return _numpy_array(value)
    torch = sys.modules.get("torch")
    if torch is not None and isinstance(value, torch.Tensor):
        return _torch_array(torch, value)
    return None


def _numpy_array(value: Any) -> Any:
    dtype = value.dtype
    name = (
        f"U{dtype.itemsize // 4}"
        if dtype.kind == "U"
        else f"S{dtype.itemsize}"
        if dtype.kind == "S"
        else dtype.name
    )
    if name not in _ITEM_SIZES and (dtype.kind not in "US" or not dtype.itemsize):
        return _narrow(Opaque(f"numpy.{type(value).__name__}[{name}]", _preview(value)))
    little = value.astype(dtype.newbyteorder("<"), copy=False)
    return _pack_array(name, value.shape, "numpy", little.tobytes())


def _torch_array(torch: Any, value: Any) -> Any:
    name = str(value.dtype).removeprefix("torch.")
    if value.layout is not torch.strided or name not in _ITEM_SIZES:
        return _narrow(Opaque(f"torch.Tensor[{name}]", _preview(value)))
    dense = value.detach().cpu().contiguous().resolve_conj().resolve_neg()
    if name == "bfloat16":
        dense = dense.view(torch.int16)
    return _pack_array(name, tuple(value.shape), "torch", dense.numpy().tobytes())


def _pack_array(dtype: str, shape: Iterable[int], kind: str, data: bytes) -> Any:
    header = msgpack.packb([dtype, list(shape), kind])
    return msgpack.ExtType(_ARRAY, _HEADER.pack(len(header)) + header + data)


def _type_name(kind: type) -> str:
    module = kind.__module__
    prefix = "" if module == "builtins" or not isinstance(module, str) else f"{module}."
    return f"{prefix}{kind.__qualname__}"[:_PREVIEW]


def _preview(value: Any) -> str:
    try:
        return repr(value)[:_PREVIEW]
    except Exception as error:
        return f"<repr failed: {type(error).__name__}>"[:_PREVIEW]


# --- decoding -------------------------------------------------------------------------------------------

_REFUSALS = (
    ValueError,
    TypeError,
    OverflowError,
    RecursionError,
    MemoryError,
    struct.error,
    msgpack.UnpackException,
)
_EMPTY = 1 << 20  # positions that an array without elements may have: each costs a list when it is unrolled
_LEAF, _CONTAINER = 0, 1
_KINDS: dict[type, int] = {
    **dict.fromkeys((type(None), bool, int, float, str, bytes, Array, Opaque), _LEAF),
    **dict.fromkeys((list, tuple, dict), _CONTAINER),
}
_EQUAL_HASHES = 512  # more keys than this with one hash are an attack on the reader's time


def decode(data: bytes, bounds: Bounds | None = None, revive: Callable[[Array], Any] | None = None) -> Any:
    """Return the plain value in `data`; raise `ValueRefused` for anything else, or beyond `bounds`.

    `revive` turns each array into something else (in a cell: an ndarray or a tensor).
    """
    bounds = bounds or Bounds()
    if len(data) > bounds.bytes:
        raise ValueRefused(f"{len(data)} bytes, where {bounds.bytes} are allowed")
    longest = min(len(data), bounds.items)
    reader = _Reader(bounds, revive)
    try:
        value = msgpack.unpackb(
            data,
            raw=False,
            strict_map_key=False,
            unicode_errors="surrogatepass",
            list_hook=reader.sequence,
            object_pairs_hook=reader.mapping,
            ext_hook=reader.extension,
            max_array_len=longest,
            max_map_len=longest,
        )
        reader.depth_of([value])
    except ValueRefused:
        raise
    except _REFUSALS as error:
        raise ValueRefused(f"not a value: {type(error).__name__}: {error}") from None
    return value


class _Reader:
    """Builds containers bottom-up and keeps count of elements and nesting on the way."""

    def __init__(self, bounds: Bounds, revive: Callable[[Array], Any] | None) -> None:
        self._bounds = bounds
        self._revive = revive
        self._items = 0
        self._depths: dict[
            int, int
        ] = {}  # id of a finished container -> its nesting, until its parent takes it

    def sequence(self, items: list[Any]) -> list[Any] | tuple[Any, ...]:
        is_tuple = bool(items) and items[0] is _Mark
        made: list[Any] | tuple[Any, ...] = tuple(items[1:]) if is_tuple else items
        self._finish(made, made)
        return made

    def mapping(self, pairs: list[tuple[Any, Any]]) -> dict[Any, Any]:
        if len(pairs) > _EQUAL_HASHES and len(pairs) - len({hash(key) for key, _ in pairs}) > _EQUAL_HASHES:
            raise ValueRefused("too many keys of one dict have the same hash")
        made = dict(pairs)
        self._finish(made, [part for pair in pairs for part in pair])
        return made

    def extension(self, code: int, data: bytes) -> Any:
        if code == _TUPLE:
            return _Mark
        if code == _BIG_INT:
            return int.from_bytes(data, "big", signed=True)
        if code == _ARRAY:
            array = _unpack_array(data)
            return array if self._revive is None else self._revive(array)
        if code == _OPAQUE:
            type_name, preview = msgpack.unpackb(data, unicode_errors="surrogatepass")
            if (
                type(type_name) is not str
                or type(preview) is not str
                or len(type_name) + len(preview) > 2 * _PREVIEW
            ):
                raise ValueRefused("a malformed opaque value")
            return Opaque(type_name, preview)
        raise ValueRefused(f"extension type {code} is unknown")

    def depth_of(self, children: Iterable[Any]) -> int:
        """Return the nesting of a container of `children`; raise `ValueRefused` if one is not plain data."""
        deepest = 0
        for child in children:
            kind = _KINDS.get(type(child))
            if kind is None and (
                self._revive is None or child is _Mark or isinstance(child, msgpack.Timestamp)
            ):
                raise ValueRefused(f"{type(child).__name__} is not plain data")
            if kind == _CONTAINER:
                deepest = max(deepest, self._depths.pop(id(child), 1))
        return deepest + 1

    def _finish(self, made: Any, children: Any) -> None:
        self._items += 1 + len(children)
        if self._items > self._bounds.items:
            raise ValueRefused(f"more than {self._bounds.items} elements")
        depth = self.depth_of(children)
        if depth > self._bounds.depth:
            raise ValueRefused(f"nested deeper than {self._bounds.depth}")
        if depth > 1:
            self._depths[id(made)] = depth


class _Mark:
    """Heads the list that stands for a tuple; nowhere else is it a value."""


def _unpack_array(data: bytes) -> Array:
    (size,) = _HEADER.unpack_from(data)
    start = _HEADER.size + size
    dtype, shape, kind = msgpack.unpackb(data[_HEADER.size : start])
    if type(dtype) is not str or kind not in ("numpy", "torch") or type(shape) is not list or len(shape) > 32:
        raise ValueRefused("a malformed array")
    if any(type(side) is not int or not 0 <= side < 1 << 48 for side in shape):
        raise ValueRefused("a malformed array: its shape")
    if math.prod(shape) == 0 and math.prod(max(side, 1) for side in shape) > _EMPTY:
        raise ValueRefused("a malformed array: too large a shape for no elements")
    body = data[start:]
    if math.prod(shape) * item_size(dtype) != len(body):
        raise ValueRefused("a malformed array: shape and data disagree")
    return Array(dtype, tuple(shape), body, kind)
