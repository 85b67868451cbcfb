"""Walk two plain values side by side; what two numbers must satisfy is a rule passed in.

bool agrees only with bool; a float expected takes an int of that value, an int expected takes no float (a
rule may relax that); numpy scalars count as the Python numbers they hold; str, bytes and None agree with
themselves; a list and a tuple agree unless sequences must be the same; dicts agree by key, in any order;
arrays agree in kind (numpy, torch), shape, category of dtype and every element.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

from graders.checkers.base import Mismatch, Path, brief, scalar, type_words
from sandboxes.values import Array, Opaque

Number = int | float | complex
NumberRule = Callable[[Number, Number], str | None]
ArrayRule = Callable[[np.ndarray, np.ndarray], np.ndarray]


@dataclass(frozen=True)
class Walk:
    """`numbers` says why two numbers differ, or None; `arrays` gives a mask of the elements that differ."""

    numbers: NumberRule
    arrays: ArrayRule
    float_for_int: bool
    sequences: Literal["any", "same"] = "any"

    def compare(self, expected: Any, actual: Any, path: Path = ()) -> Mismatch | None:
        """The first mismatch, depth first."""
        expected, actual = scalar(expected), scalar(actual)
        if isinstance(expected, list | tuple):
            return self._sequence(expected, actual, path)
        if isinstance(expected, dict):
            return self._dict(expected, actual, path)
        if isinstance(expected, Array):
            return self._array(expected, actual, path)
        if is_number(expected):
            return self._number(expected, actual, path)
        if type(actual) is not type(expected) or isinstance(expected, Opaque):
            return wrong_type(expected, actual, path)
        if actual != expected:
            return Mismatch(path, "wa.value", f"expected {brief(expected)}, got {brief(actual)}")
        return None

    def _number(self, expected: Number, actual: Any, path: Path) -> Mismatch | None:
        if not is_number(actual):
            return wrong_type(expected, actual, path)
        if type(expected) is int and type(actual) is not int and not self.float_for_int:
            return wrong_type(expected, actual, path)
        reason = self.numbers(expected, actual)
        return Mismatch(path, "wa.value", reason) if reason else None

    def _sequence(self, expected: list[Any] | tuple[Any, ...], actual: Any, path: Path) -> Mismatch | None:
        if not isinstance(actual, list | tuple):
            return wrong_type(expected, actual, path)
        if self.sequences == "same" and type(actual) is not type(expected):
            return wrong_type(expected, actual, path)
        for index, (left, right) in enumerate(zip(expected, actual, strict=False)):
            if mismatch := self.compare(left, right, (*path, index)):
                return mismatch
        if len(expected) != len(actual):
            return wrong_length(expected, actual, path)
        return None

    def _dict(self, expected: dict[Any, Any], actual: Any, path: Path) -> Mismatch | None:
        if not isinstance(actual, dict):
            return wrong_type(expected, actual, path)
        wanted = {_key(key): (key, value) for key, value in expected.items()}
        given = {_key(key): (key, value) for key, value in actual.items()}
        for name, (key, value) in wanted.items():
            if name not in given:
                return Mismatch(path, "wa.key", f"the key {brief(key)} is missing")
            if mismatch := self.compare(value, given[name][1], (*path, scalar(key))):
                return mismatch
        for name, (key, _) in given.items():
            if name not in wanted:
                return Mismatch(path, "wa.key", f"there is a key {brief(key)} too many")
        return None

    def _array(self, expected: Array, actual: Any, path: Path) -> Mismatch | None:
        if not isinstance(actual, Array) or actual.kind != expected.kind:
            return wrong_type(expected, actual, path)
        if actual.shape != expected.shape:
            text = f"expected the shape {expected.shape}, got {actual.shape}"
            return Mismatch(path, "wa.shape", text)
        left, right = expected.numpy(), actual.numpy()
        widened = self.float_for_int and category(left) == "int" and category(right) == "float"
        if category(left) != category(right) and not widened:
            return wrong_type(expected, actual, path)
        wrong = np.argwhere(np.atleast_1d(self.arrays(left, right)))
        if not len(wrong):
            return None
        where = tuple(int(index) for index in wrong[0]) if expected.shape else ()
        pair = f"expected {left[where].item()!r}, got {right[where].item()!r}"
        return Mismatch(
            (*path, *where), "wa.value", f"{pair}; {len(wrong)} of {left.size} elements are wrong"
        )


def is_number(value: Any) -> bool:
    """Whether the value is an int, float or complex; a bool is none."""
    return type(value) in (int, float, complex)


def category(array: np.ndarray) -> str:
    """bool, int, float or other: dtypes of one category agree whatever their width."""
    return {"b": "bool", "i": "int", "u": "int", "f": "float", "c": "complex"}.get(
        array.dtype.kind, str(array.dtype)
    )


def wrong_type(expected: Any, actual: Any, path: Path) -> Mismatch:
    """The mismatch of a value that is of another type than asked."""
    text = f"expected {type_words(expected)}, got {type_words(actual)}"
    if is_number(actual) or isinstance(actual, str | bool):
        text += f" ({brief(actual)})"
    return Mismatch(path, "wa.type", text)


def wrong_length(expected: Any, actual: Any, path: Path) -> Mismatch:
    """The mismatch of two sequences that agree as far as the shorter one goes."""
    text = f"expected {elements(len(expected))}, got {elements(len(actual))}"
    return Mismatch((*path, min(len(expected), len(actual))), "wa.length", text)


def elements(count: int) -> str:
    """ "1 element", "7 elements"."""
    return "1 element" if count == 1 else f"{count} elements"


def _key(key: Any) -> tuple[str, Any]:
    """A dict key such that True, 1 and "1" differ while 1 and numpy's 1 do not."""
    key = scalar(key)
    kind = "number" if is_number(key) else type(key).__name__
    return (kind, tuple(map(_key, key)) if isinstance(key, tuple) else key)
