"""Read a TOML file into a model, and say on which line a refused field stands."""

from __future__ import annotations

import re
import stat
import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from graders.diagnostics import Diagnostics

M = TypeVar("M", bound=BaseModel)
MOST_BYTES = 256 << 10
"""Of a TOML file."""
_HEADER = re.compile(r"^\s*(\[\[?)([^\]]+)\]")
_KEY = re.compile(r"\s*([\w.\"'-]+)\s*=")


def read_table(model: type[M], path: Path, diagnostics: Diagnostics) -> M | None:
    """The file as `model`, or None after reporting each problem with its line."""
    try:
        text = _read(path)
    except FileNotFoundError:
        diagnostics.error("is missing", path.name)
        return None
    except _Unreadable as error:
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


class _Unreadable(Exception):
    """A file that is no plain one of sane size."""


def _read(path: Path) -> str:
    kind = path.lstat().st_mode
    if not stat.S_ISREG(kind):  # to read from a pipe or a device may never end, and a link leads elsewhere
        raise _Unreadable("is no plain file")
    if path.stat().st_size > MOST_BYTES:
        raise _Unreadable(f"is larger than {MOST_BYTES >> 10} KiB")
    return path.read_text(encoding="utf-8")


def locate(text: str, loc: Sequence[int | str], reason: str = "") -> int:
    """The 1-based line on which the field at pydantic's `loc` stands, or the nearest line above it."""
    if not loc:  # a rule over the whole file: its message starts with the field's name
        name = re.match(r"(\w+):", reason)
        loc = (name[1],) if name else ()
    names = [part for part in loc if isinstance(part, str)]
    index = next((part for part in loc if isinstance(part, int)), 0)
    best, table, repeated, seen = 1, list[str](), False, dict[str, int]()
    for number, line in enumerate(text.splitlines(), start=1):
        if header := _HEADER.match(line):
            words = header[2].strip()
            table, repeated = _parts(words), header[1] == "[["
            seen[words] = seen.get(words, -1) + 1
        here = not repeated or seen[".".join(table)] == index
        if header and here and table == names[: len(table)]:
            best = number
        elif not header and here and (key := _KEY.match(line)):
            full = table + _parts(key[1])
            if full == names[: len(full)]:
                return number
    return best


def _parts(dotted: str) -> list[str]:
    return [part.strip().strip("\"'") for part in dotted.split(".")]
