"""Plain values as text for people: bounded in length, with what lies around the first mismatch kept."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from graders.checkers.base import Path, scalar
from graders.report import Shown
from sandboxes.values import Array, Opaque

LIMIT = 2000
"""Characters of a shown value."""
HEAD, AROUND = 12, 6
"""Elements shown at the start of a long sequence, and on either side of the focused one."""


@dataclass
class Writer:
    """Collects tokens until the text is long enough; then one ellipsis stands for the rest."""

    limit: int
    tokens: list[str]
    length: int = 0
    cut: bool = False

    @property
    def full(self) -> bool:
        """Whether nothing more is taken."""
        return self.length >= self.limit

    def add(self, token: str) -> None:
        """Take a token, or an ellipsis in its stead once the limit is reached."""
        if self.full:
            self.cut = True
            return
        room = self.limit - self.length
        if len(token) > room:
            token, self.cut = token[:room], True
        self.tokens.append(token)
        self.length += len(token)


def tokens(value: Any, focus: Path = (), limit: int = LIMIT) -> tuple[list[str], bool]:
    """The value's text in tokens, and whether anything was left out. `focus` leads to what must be seen."""
    writer = Writer(limit, [])
    _write(value, focus, writer)
    if writer.full and writer.cut:
        writer.tokens.append("…")
    return writer.tokens, writer.cut


def shown(value: Any, focus: Path = (), limit: int = LIMIT) -> Shown:
    """The value as a report shows it."""
    parts, cut = tokens(value, focus, limit)
    return Shown(text="".join(parts), truncated=cut)


def _write(value: Any, focus: Path | None, out: Writer) -> None:
    value = scalar(value)
    if out.full:
        out.cut = True
    elif isinstance(value, list):
        _sequence("[", value, "]", focus, out)
    elif isinstance(value, tuple):
        _sequence("(", value, ",)" if len(value) == 1 else ")", focus, out)
    elif isinstance(value, dict):
        _dict(value, focus, out)
    elif isinstance(value, Array):
        _array(value, focus, out)
    elif isinstance(value, Opaque):
        out.add(f"<{value.type_name} {value.preview}>" if value.preview else f"<{value.type_name}>")
    elif isinstance(value, int) and not isinstance(value, bool) and value.bit_length() > 10_000:
        out.cut = True
        out.add(f"<int of {value.bit_length()} bits>")
    elif isinstance(value, str | bytes) and len(value) > out.limit:
        out.cut = True
        out.add(repr(value[: out.limit])[:-1])
    else:
        out.add(repr(value))


def _sequence(
    opening: str, items: list[Any] | tuple[Any, ...], closing: str, focus: Path | None, out: Writer
) -> None:
    out.add(opening)
    last = -1
    for count, index in enumerate(_window(len(items), focus)):
        if count:
            out.add(", ")
        if index != last + 1:
            _gap(index - last - 1, out)
            out.add(", ")
        _write(items[index], _inside(focus, index), out)
        last = index
        if out.full:
            break
    if last + 1 < len(items):
        out.cut = True
        if not out.full:
            out.add(", ")
            _gap(len(items) - last - 1, out)
    out.add(closing)


def _window(size: int, focus: Path | None) -> list[int]:
    """Indices to show: all of a short sequence; of a long one the start and what surrounds the focus."""
    at = focus[0] if focus and isinstance(focus[0], int) else None
    if at is None:
        return list(range(size))  # the writer's limit ends it
    if at < HEAD + AROUND:
        return list(range(size))
    return [*range(min(HEAD, size)), *range(at - AROUND, min(at + AROUND * 4, size))]


def _gap(count: int, out: Writer) -> None:
    out.cut = True
    out.add(f"… {count} more …")


def _inside(focus: Path | None, part: Any) -> Path | None:
    return focus[1:] if focus and focus[0] == part else None


def _dict(value: dict[Any, Any], focus: Path | None, out: Writer) -> None:
    keys = list(value)
    wanted = [key for key in keys if focus and scalar(key) == focus[0]]
    if len(keys) > HEAD and wanted:
        keys = [*keys[:HEAD], *(key for key in wanted if key not in keys[:HEAD])]
    out.add("{")
    for count, key in enumerate(keys):
        if count:
            out.add(", ")
        _write(key, None, out)
        out.add(": ")
        _write(value[key], _inside(focus, scalar(key)), out)
        if out.full:
            break
    if len(keys) < len(value):
        out.add(", ")
        _gap(len(value) - len(keys), out)
    out.add("}")


def _array(value: Array, focus: Path | None, out: Writer) -> None:
    out.add("tensor(" if value.kind == "torch" else "array(")
    if _small(value):
        _write(value.numpy().tolist(), focus, out)
        out.add(f", dtype={value.dtype})")
    else:
        out.cut = True
        flat = value.numpy().reshape(-1)[:HEAD].tolist()
        out.add(f"[{', '.join(map(repr, flat))}, …], shape={value.shape}, dtype={value.dtype})")


def _small(value: Array) -> bool:
    size = 1
    for length in value.shape:
        size *= length
    return size <= 1000
