"""Tuples, lists and dicts whose fields are each compared in their own way."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from graders.checkers.base import Checker, Mismatch, Path, brief
from graders.checkers.structure import wrong_length, wrong_type


@dataclass(frozen=True)
class Fields:
    """Checkers by field: an index as text for sequences, a key for dicts; `other` for the rest."""

    fields: Mapping[str, Checker]
    other: Checker

    def compare(self, expected: Any, actual: Any, path: Path = ()) -> Mismatch | None:
        """The first field that is wrong, missing or too many."""
        if isinstance(expected, dict):
            return self._dict(expected, actual, path)
        if not isinstance(actual, list | tuple) or not isinstance(expected, list | tuple):
            return wrong_type(expected, actual, path)
        if len(expected) != len(actual):
            return wrong_length(expected, actual, path)
        pairs = enumerate(zip(expected, actual, strict=True))
        found = (self._of(index).compare(left, right, (*path, index)) for index, (left, right) in pairs)
        return next((mismatch for mismatch in found if mismatch), None)

    def _dict(self, expected: dict[Any, Any], actual: Any, path: Path) -> Mismatch | None:
        if not isinstance(actual, dict):
            return wrong_type(expected, actual, path)
        for key, value in expected.items():
            if key not in actual:
                return Mismatch(path, "wa.key", f"the key {brief(key)} is missing")
            if mismatch := self._of(key).compare(value, actual[key], (*path, key)):
                return mismatch
        extra = next((key for key in actual if key not in expected), None)
        return (
            Mismatch(path, "wa.key", f"there is a key {brief(extra)} too many") if extra is not None else None
        )

    def _of(self, name: Any) -> Checker:
        return self.fields.get(str(name), self.other)
