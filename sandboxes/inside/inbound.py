"""Values on their way into a cell. The host is trusted, so they may travel in the interpreter's own quick form.

What is built of basic types alone goes by `marshal` (version 2: without sharing, so that two equal lists stay two
lists); anything else goes by the codec. Nothing that leaves a cell comes this way.
"""

import marshal
from collections.abc import Callable, Iterable
from typing import Any

from . import codec

_QUICK, _CODEC = b"M", b"C"
_VERSION = 2
_LEAVES = frozenset((type(None), bool, int, float, str, bytes))
_BOUNDS = codec.Bounds(bytes=1 << 30, depth=400, items=1 << 30)  # the host bounds what it sends


def pack(value: Any) -> bytes:
    """Return `value` as bytes for `unpack`; raise `ValueRefused` as the codec does."""
    if _is_basic(value):
        try:
            return _QUICK + marshal.dumps(value, _VERSION)
        except ValueError:  # nested too deeply for it
            pass
    return _CODEC + codec.encode(value)


def unpack(data: bytes, revive: Callable[[codec.Array], Any]) -> Any:
    """Return the value that the host packed; `revive` turns each array into an ndarray or a tensor."""
    if data[:1] == _QUICK:
        return marshal.loads(memoryview(data)[1:])
    return codec.decode(data[1:], _BOUNDS, revive)


def _is_basic(value: Any) -> bool:
    """Tell whether a value is of exact basic types all through: marshal takes more, and turns buffers into bytes."""
    seen: set[int] = set()  # a list that contains itself is for the codec to refuse
    waiting: list[Any] = [[value]]
    while waiting:
        container = waiting.pop()
        parts: Iterable[Any] = container
        if type(container) is dict:
            parts = [*container.keys(), *container.values()]
        elif type(container) is not list and type(container) is not tuple:
            return False
        if _LEAVES.issuperset(map(type, parts)):
            continue
        if id(container) in seen:
            return False
        seen.add(id(container))
        waiting += [part for part in parts if type(part) not in _LEAVES]
    return True
