"""Values into bytes: narrows subclasses to their base types, and anything that cannot leave to `Opaque`."""

import sys
from collections.abc import Callable, Iterable
from typing import Any

import msgpack

from .plain import ARRAY, BIG_INT, HEADER, ITEM_SIZES, OPAQUE, PREVIEW, TUPLE, Array, Opaque, ValueRefused

_TUPLE_MARK = msgpack.ExtType(TUPLE, b"")


def encode(value: Any) -> bytes:
    """Return `value` as bytes; raise `ValueRefused` if it is nested too deeply (or contains itself)."""
    packer = msgpack.Packer(default=_narrow, strict_types=True, unicode_errors="surrogatepass")
    try:
        return packer.pack(value)
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
        return msgpack.ExtType(BIG_INT, value.to_bytes(value.bit_length() // 8 + 1, "big", signed=True))
    if kind is Array:
        return _pack_array(value.dtype, value.shape, value.kind, value.data)
    if kind is Opaque:
        return msgpack.ExtType(
            OPAQUE, msgpack.packb([value.type_name, value.preview], unicode_errors="surrogatepass")
        )
    array = _as_array(kind, value)
    if array is not None:
        return array
    for base, narrow in _BASES:
        if issubclass(kind, base):  # what it is, and not what it says it is
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


def _as_array(kind: type, value: Any) -> Any:
    """Return the packed form of a numpy or PyTorch array or scalar, else None. Neither is imported for it."""
    numpy = sys.modules.get("numpy")
    if numpy is not None and issubclass(kind, (numpy.ndarray, numpy.generic)):
        return _numpy_array(value)
    torch = sys.modules.get("torch")
    if torch is not None and issubclass(kind, torch.Tensor):
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
    if name not in ITEM_SIZES and (dtype.kind not in "US" or not dtype.itemsize):
        return _narrow(Opaque(f"numpy.{type(value).__name__}[{name}]", _preview(value)))
    little = value.astype(dtype.newbyteorder("<"), copy=False)
    return _pack_array(name, value.shape, "numpy", little.tobytes())


def _torch_array(torch: Any, value: Any) -> Any:
    name = str(value.dtype).removeprefix("torch.")
    if value.layout is not torch.strided or name not in ITEM_SIZES or value.is_meta:
        return _narrow(Opaque(f"torch.Tensor[{name}]", _preview(value)))
    dense = value.detach().cpu().contiguous().resolve_conj().resolve_neg()
    if name == "bfloat16":
        dense = dense.view(torch.int16)
    return _pack_array(name, tuple(value.shape), "torch", dense.numpy().tobytes())


def _pack_array(dtype: str, shape: Iterable[int], kind: str, data: bytes) -> Any:
    header = msgpack.packb([dtype, list(shape), kind])
    return msgpack.ExtType(ARRAY, HEADER.pack(len(header)) + header + data)


def _type_name(kind: type) -> str:
    module = kind.__module__
    prefix = "" if module == "builtins" or not isinstance(module, str) else f"{module}."
    return f"{prefix}{kind.__qualname__}"[:PREVIEW]


def _preview(value: Any) -> str:
    try:
        return repr(value)[:PREVIEW]
    except Exception as error:
        return f"<repr failed: {type(error).__name__}>"[:PREVIEW]
