"""What every checker speaks: mismatches with their path, and how values of plain data are named."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Protocol

from sandboxes.values import Array, Opaque

Path = tuple[Any, ...]
_LEAVES = frozenset((type(None), bool, int, float, str, bytes, Array))


@dataclass(frozen=True)
class Mismatch:
    """Where (`path` of indices and keys into the value) and why an answer is wrong."""

    path: Path
    id: str
    text: str

    def __str__(self) -> str:
        return f"at {path_text(self.path)}: {self.text}" if self.path else self.text


class Checker(Protocol):
    """Compares plain data with plain data. Nothing is ever called on a value that came from a candidate."""

    def compare(self, expected: Any, actual: Any, path: Path = ()) -> Mismatch | None:
        """None when `actual` is right, else the first mismatch."""


def find_opaque(value: Any) -> Opaque | None:
    """An object in a value that could not leave its cell, if there is one."""
    waiting: list[Any] = [[value]]
    while waiting:
        container = waiting.pop()
        parts = [*container.keys(), *container.values()] if isinstance(container, dict) else container
        if _LEAVES.issuperset(map(type, parts)):
            continue  # by far the most containers
        for part in parts:
            if isinstance(part, Opaque):
                return part
            if isinstance(part, list | tuple | dict):
                waiting.append(part)
    return None


def path_text(path: Path) -> str:
    """`[3]["score"]`."""
    return "".join(f"[{part!r}]" if isinstance(part, str | int) else f"[{part}]" for part in path)


def scalar(value: Any) -> Any:
    """A 0-d numpy array (which numpy scalars travel as) as bool, int, float or complex; anything else unchanged."""
    if isinstance(value, Array) and value.kind == "numpy" and value.shape == () and value.dtype[:1] != "O":
        return value.numpy().item()
    return value


_NAMES = {
    bool: "a bool",
    int: "an int",
    float: "a float",
    str: "a str",
    bytes: "bytes",
    list: "a list",
    tuple: "a tuple",
    dict: "a dict",
}


def type_words(value: Any) -> str:
    """The type of a value in words: "a list", "an array of float32"."""
    if value is None:
        return "None"
    if isinstance(value, Array):
        return f"{'a tensor' if value.kind == 'torch' else 'an array'} of {value.dtype}"
    if isinstance(value, Opaque):
        return f"an object of type {value.type_name}"
    return _NAMES.get(type(value), type(value).__name__)


def brief(value: Any, limit: int = 60) -> str:
    """A short text of a value for a message."""
    if isinstance(value, list | tuple | dict | Array | Opaque):
        return type_words(value)
    text = repr(value) if not isinstance(value, int) or value.bit_length() < 2000 else f"{value:#x}"
    return text if len(text) <= limit else text[: limit - 1] + "…"
