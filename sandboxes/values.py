"""Plain values as bytes and back; see `sandboxes.inside.codec`, which both sides of a cell's wall share.

`pack` is for what the host sends into a cell (`sandboxes.inside.inbound`), `encode` and `decode` for all else.

`Plain` is None, bool, int (any size), float, str, bytes, list, tuple, dict, `Array` or `Opaque`, exactly.
"""

from typing import Any, TypeAlias

from .inside.codec import Array, Bounds, Opaque, ValueRefused, decode, encode
from .inside.inbound import pack

Plain: TypeAlias = (
    Any  # exact basic types, Array and Opaque, nested; mypy has no finite spelling of it that helps
)

__all__ = ["Array", "Bounds", "Opaque", "Plain", "ValueRefused", "decode", "encode", "pack"]
