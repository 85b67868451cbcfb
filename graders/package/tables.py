"""Read a TOML file into a model, and say on which line a refused field stands."""

from __future__ import annotations

import re
import stat
import tomllib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from graders.diagnostics import Diagnostics

M = TypeVar("M", bound=BaseModel)
MOST_BYTES = 256 << 10
"""Of a TOML file."""
_HEADER = re.compile(r"^\s*(\[\[?)\s*([^\]]+?)\s*\]")
_FENCE = re.compile(r"'''|\"\"\"")
_KEY = re.compile(r"\s*([\w.\"'-]+)\s*=")


def read_table(model: type[M], path: Path, diagnostics: Diagnostics) -> M | None:
    """The file as `model`, or None after reporting each problem with its line."""
    try:
        text = read_plain(path)
    except FileNotFoundError:
        diagnostics.error("is missing", path.name)
        return None
    except Unreadable as error:
        diagnostics.error(str(error), path.name)
        return None
    except UnicodeDecodeError as error:
        diagnostics.error(f"is not UTF-8: {error.reason} at byte {error.start}", path.name)
        return None
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        found = re.search(r"\(at line (\d+)", str(error))
        last = len(text.splitlines()) or 1
        diagnostics.error(f"is not TOML: {error}", path.name, int(found[1]) if found else last)
        return None
    except (RecursionError, ValueError) as error:  # nested too deeply; a number of too many digits
        diagnostics.error(f"cannot be read: {error}", path.name)
        return None
    try:
        return model.model_validate(data)
    except RecursionError:
        diagnostics.error("is nested too deeply", path.name)
        return None
    except ValidationError as error:
        for problem in error.errors():
            where = ".".join(str(part) for part in problem["loc"])
            reason = problem["msg"].removeprefix("Value error, ")
            diagnostics.error(
                f"{where}: {reason}" if where else reason, path.name, locate(text, problem["loc"], reason)
            )
        return None


class Unreadable(Exception):
    """A file that is no plain one of sane size."""


def read_plain(path: Path) -> str:
    """The text of a plain UTF-8 file of at most MOST_BYTES; Unreadable or UnicodeDecodeError if it is none."""
    kind = path.lstat().st_mode
    if not stat.S_ISREG(kind):  # to read from a pipe or a device may never end, and a link leads elsewhere
        raise Unreadable("is no plain file")
    if path.stat().st_size > MOST_BYTES:
        raise Unreadable(f"is larger than {MOST_BYTES >> 10} KiB")
    return path.read_text(encoding="utf-8")


def locate(text: str, loc: Sequence[int | str], reason: str = "") -> int:
    """The 1-based line on which the field at pydantic's `loc` stands, or the nearest line above it."""
    if not loc:  # a rule over the whole file: its message starts with the field's name
        name = re.match(r"(\w+):", reason)
        loc = (name[1],) if name else ()
    best, depth, table, counts = 1, 0, tuple[int | str, ...](), dict[tuple[int | str, ...], int]()
    for number, line in plain_lines(text):
        if header := _HEADER.match(line):
            place = table = _path(_parts(header[2]), header[1] == "[[", counts)
        elif key := _KEY.match(line):
            place = (*table, *_parts(key[1]))
        else:
            continue
        shared = min(len(place), len(loc))
        if shared > depth and place[:shared] == tuple(loc[:shared]):
            best, depth = number, shared
    return best


def plain_lines(text: str, closing: str | None = None) -> Iterator[tuple[int, str]]:
    """(number, line) of each line that does not start within a string of several lines.

    A line that starts with `closing` always counts: a string that somebody left open shall not swallow what follows.
    """
    fence = ""
    for number, line in enumerate(text.splitlines(), start=1):
        if closing and line.startswith(closing):
            fence = ""
        if not fence:
            yield number, line
        for mark in _FENCE.findall(line):
            fence = "" if fence == mark else fence or mark


def _path(
    names: list[str], repeated: bool, counts: dict[tuple[int | str, ...], int]
) -> tuple[int | str, ...]:
    """The place of a table, with the index of each array of tables on the way; counts them as they come."""
    path: tuple[int | str, ...] = ()
    for position, name in enumerate(names, start=1):
        path = (*path, name)
        if repeated and position == len(names):
            counts[path] = counts.get(path, -1) + 1
        if path in counts:
            path = (*path, counts[path])
    return path


def _parts(dotted: str) -> list[str]:
    return [part.strip().strip("\"'") for part in dotted.split(".")]
