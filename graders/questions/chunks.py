"""Cut a quiz file at its items, so that a broken one costs no other, and find the lines of their fields."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

_HEADER = re.compile(r"^\s*(\[\[?)\s*([\w.]+)\s*\]")
_KEY = re.compile(r"^\s*(\w+)\s*=")
_ITEM = re.compile(r"^\[\[\s*items\s*\]\]")
_FENCE = re.compile(r"'''|\"\"\"")


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
        names = [part for part in loc if isinstance(part, str)]
        index = next((part for part in loc if isinstance(part, int)), 0)
        best, table, count = self.line, "items", -1
        for number, line in _outside_strings(self.text):
            if header := _HEADER.match(line):
                count = count + 1 if header[2] == table else 0
                table = header[2]
                if names and table == f"items.{names[0]}" and (count == index or header[1] == "["):
                    best = number
            elif key := _KEY.match(line):
                wanted = [key[1]] if table == "items" else [table.removeprefix("items."), key[1]]
                if names[: len(wanted)] == wanted and (table == "items" or count == index):
                    return number
        return best


def split(text: str) -> tuple[str, list[Chunk]]:
    """What stands before the first item, and the items."""
    lines = text.splitlines()
    starts = [number for number, line in _outside_strings(text) if _ITEM.match(line)]
    ends = [start - 1 for start in starts[1:]] + [len(lines)]
    chunks = [
        Chunk("\n" * (start - 1) + "\n".join(lines[start - 1 : end]) + "\n", start)
        for start, end in zip(starts, ends, strict=True)
    ]
    return "\n".join(lines[: starts[0] - 1] if starts else lines), chunks


def _outside_strings(text: str) -> list[tuple[int, str]]:
    """(number, line) of each line that does not start within a string of several lines.

    A header of an item always counts: a string that somebody forgot to close shall not swallow the items below.
    """
    found, fence = [], ""
    for number, line in enumerate(text.splitlines(), start=1):
        if _ITEM.match(line):
            fence = ""
        if not fence:
            found.append((number, line))
        for mark in _FENCE.findall(line):
            fence = "" if fence == mark else fence or mark
    return found
