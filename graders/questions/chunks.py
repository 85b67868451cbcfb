"""Cut a quiz file at its items, so that a broken one costs no other, and find the lines of their fields."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from graders.package.tables import locate, plain_lines

_ITEM = "[[items]]"


@dataclass(frozen=True)
class Chunk:
    """The text of one item; blank lines stand for all that comes before it, so lines count as in the file."""

    text: str
    line: int

    def table(self) -> dict[str, Any]:
        """The item's fields; tomllib.TOMLDecodeError if it is not TOML."""
        table: dict[str, Any] = tomllib.loads(self.text)["items"][0]
        return table

    def locate(self, loc: Sequence[int | str]) -> int:
        """The line of the field at pydantic's `loc`, e.g. ("options", 2, "why"), or the nearest above it."""
        return locate(self.text, ("items", 0, *loc))


def split(text: str) -> tuple[str, list[Chunk]]:
    """What stands before the first item, and the items."""
    lines = text.splitlines()
    starts = [number for number, line in plain_lines(text, _ITEM) if line.startswith(_ITEM)]
    ends = [start - 1 for start in starts[1:]] + [len(lines)]
    chunks = [
        Chunk("\n" * (start - 1) + "\n".join(lines[start - 1 : end]) + "\n", start)
        for start, end in zip(starts, ends, strict=True)
    ]
    return "\n".join(lines[: starts[0] - 1] if starts else lines), chunks
