"""Bytes into plain values, within bounds. Whatever else the bytes may be, they are refused."""

import math
import struct
from collections.abc import Callable, Iterable
from typing import Any

import msgpack

from .plain import (
    ARRAY,
    BIG_INT,
    HEADER,
    OPAQUE,
    PREVIEW,
    TUPLE,
    Array,
    Bounds,
    Opaque,
    ValueRefused,
    item_size,
)

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
_LEAVES = frozenset(kind for kind, sort in _KINDS.items() if sort == _LEAF)
# Keys of one hash are compared with one another: in a value as a whole, more than so often is an attack on the reader.
_COMPARISONS = 1 << 20
_FEW = 16  # keys of a dict that need no looking at


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
        self._comparisons = 0
        self._depths: dict[
            int, int
        ] = {}  # id of a finished container -> its nesting, until its parent takes it

    def sequence(self, items: list[Any]) -> list[Any] | tuple[Any, ...]:
        is_tuple = bool(items) and items[0] is _Mark
        made: list[Any] | tuple[Any, ...] = tuple(items[1:]) if is_tuple else items
        self._finish(made, made)
        return made

    def mapping(self, pairs: list[tuple[Any, Any]]) -> dict[Any, Any]:
        if len(pairs) > _FEW:
            self._comparisons += (len(pairs) - len({hash(key) for key, _ in pairs})) ** 2
            if self._comparisons > _COMPARISONS:
                raise ValueRefused("too many keys have the same hash")
        made = dict(pairs)
        self._finish(made, [part for pair in pairs for part in pair])
        return made

    def extension(self, code: int, data: bytes) -> Any:
        if code == TUPLE:
            return _Mark
        if code == BIG_INT:
            return int.from_bytes(data, "big", signed=True)
        if code == ARRAY:
            array = _unpack_array(data)
            return array if self._revive is None else self._revive(array)
        if code == OPAQUE:
            type_name, preview = msgpack.unpackb(data, unicode_errors="surrogatepass")
            if (
                type(type_name) is not str
                or type(preview) is not str
                or len(type_name) + len(preview) > 2 * PREVIEW
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
        if _LEAVES.issuperset(map(type, children)):
            return  # by far the most containers: nothing is nested in them
        depth = self.depth_of(children)
        if depth > self._bounds.depth:
            raise ValueRefused(f"nested deeper than {self._bounds.depth}")
        if depth > 1:
            self._depths[id(made)] = depth


class _Mark:
    """Heads the list that stands for a tuple; nowhere else is it a value."""


def _unpack_array(data: bytes) -> Array:
    (size,) = HEADER.unpack_from(data)
    start = HEADER.size + size
    dtype, shape, kind = msgpack.unpackb(data[HEADER.size : start])
    if type(dtype) is not str or kind not in ("numpy", "torch") or type(shape) is not list or len(shape) > 32:
        raise ValueRefused("a malformed array")
    if any(type(side) is not int or not 0 <= side < 1 << 48 for side in shape):
        raise ValueRefused("a malformed array: its shape")
    if math.prod(shape) == 0 and math.prod(max(side, 1) for side in shape) > _EMPTY:
        raise ValueRefused("a malformed array: too large a shape for no elements")
    body = data[start:]
    if math.prod(shape) * item_size(dtype) != len(body):
        raise ValueRefused("a malformed array: shape and data disagree")
    if dtype[0] == "U":
        body.decode("utf-32-le", "surrogatepass")  # else no text can be made of its elements
    return Array(dtype, tuple(shape), body, kind)
