"""Text that came out of a cell, made fit for JSON, databases and people."""

from __future__ import annotations

from graders.characters import clean, cut
from graders.report import Error, FrameRow

NAME, LINE, MESSAGE, FRAMES = 200, 500, 2048, 50
"""Characters of a name, of a line of code and of a message, and lines of a traceback: no real exception shows more."""


def captured(data: bytes, limit: int) -> tuple[str, bool]:
    """Captured output as text of at most `limit` bytes, and whether it had to be cut."""
    return clean(data[:limit].decode("utf-8", "replace")), len(data) > limit


def caret(error: Error) -> str:
    """The source line with a caret under the column, as a compiler prints it."""
    if not error.source:
        return ""
    source = error.source.rstrip("\n")
    lead = len(source) - len(source.lstrip())
    column = max((error.column or 1) - 1 - lead, 0)
    return f"\n    {source.lstrip()}\n    {' ' * min(column, len(source) - lead)}^"


def place(error: Error) -> str:
    """ " (line 7, in update)" or nothing."""
    if error.frames:
        last = error.frames[-1]
        where = "" if last.function in ("<module>", "") else f", in {last.function}"
        return f" (line {last.line}{where})"
    return f" (line {error.line})" if error.line else ""


def frame(line: int, function: str, source: str) -> FrameRow:
    """A row of a traceback from what a cell told."""
    return FrameRow(line=line, function=cut(clean(function), NAME), source=cut(clean(source.strip()), LINE))


__all__ = ["captured", "caret", "clean", "cut", "frame", "place"]
