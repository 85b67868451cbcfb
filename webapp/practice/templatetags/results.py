"""Words and marks of a result: verdicts, times, memory, differences, captured output made visible."""

import difflib
import re
from collections.abc import Mapping, Sequence
from itertools import zip_longest
from typing import Any

from django import template
from django.utils.html import conditional_escape, escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from graders.verdict import Verdict

register = template.Library()

SIGNS = {"AC": "✓", "PA": "½", "IE": "?", "CANCELLED": "–"}
TONES = {"AC": "good", "PA": "warn", "IE": "wait", "CANCELLED": "none", "": "none"}
POWER = re.compile(r"(?<=\b[a-z])\^(-?\d+(?:\.\d+)?)")
STATES = {"queued": "Queued", "starting": "Starting", "running": "Running", "done": "Done"}


@register.filter
def verdict_title(code: str | None) -> str:
    """`WA` -> `Wrong answer`; an empty code is a case that did not run."""
    return Verdict(code).title if code else "Not run"


@register.filter
def sign(code: str | None) -> str:
    """One character that tells verdicts apart without colour."""
    return SIGNS.get(code or "CANCELLED", "✕")


@register.filter
def tone(code: str | None) -> str:
    """The class that gives a verdict its colour."""
    return TONES.get(code or "", "bad")


@register.simple_tag
def verdict(code: str | None, size: str = "") -> SafeString:
    """A verdict as word, sign and colour."""
    classes = f"verdict {tone(code)} {size}".strip()
    return format_html('<span class="{}" data-sign="{}">{}</span>', classes, sign(code), verdict_title(code))


@register.filter
def state_title(state: str) -> str:
    """`queued` -> `Queued`."""
    return STATES.get(state, state)


@register.filter
def duration(seconds: float | None) -> str:
    """Seconds as a person reads them: 0.041 -> 41 ms, 1.3 -> 1.30 s."""
    if seconds is None:
        return "–"
    if seconds < 0.001:
        return "under 1 ms"
    return f"{seconds * 1000:.0f} ms" if seconds < 1 else f"{seconds:.2f} s"


@register.filter
def memory(size: int | None) -> str:
    """Bytes as MiB; what one case needs above the warm interpreter is often less than one."""
    if size is None:
        return "–"
    return "under 1 MiB" if size < 1 << 20 else f"{size / (1 << 20):.0f} MiB"


@register.filter
def points(value: float | None) -> str:
    """62.0 -> 62, 62.5 -> 62.5."""
    return "–" if value is None else f"{value:.1f}".removesuffix(".0")


@register.filter
def powers(text: str) -> SafeString:
    """Words with n^1.02 as n with a raised 1.02."""
    parts = POWER.split(text)
    raised = ((part, power) for part, power in zip_longest(parts[::2], parts[1::2], fillvalue=""))
    return format_html_join(
        "", "{}{}", ((part, format_html("<sup>{}</sup>", up) if up else "") for part, up in raised)
    )


@register.filter
def first_shown(cases: Sequence[Mapping[str, Any]]) -> int:
    """Number of the case to open: the first that failed, or else the first."""
    failed = next((row for row in cases if row["verdict"] not in (None, "AC")), None)
    return int((failed or cases[0])["number"]) if cases else 0


@register.filter
def printed(cases: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """The cases that wrote anything."""
    return [row for row in cases if row.get("stdout") or row.get("stderr")]


@register.filter
def met(objectives: Sequence[Mapping[str, Any]]) -> int:
    """How many objectives are met."""
    return sum(1 for row in objectives if row["met"])


@register.filter
def visible(text: str) -> SafeString:
    """Captured output, escaped, with control characters written as escapes instead of obeyed."""
    parts: list[str] = []
    for character in text:
        code = ord(character)
        if character in "\n\t" or 32 <= code < 127 or code >= 160:
            hidden = (
                code in range(0x200B, 0x2010)
                or code in range(0x202A, 0x202F)
                or code in range(0x2066, 0x206A)
            )
            parts.append(_escape(f"\\u{code:04x}", f"U+{code:04X}") if hidden else escape(character))
        else:
            parts.append(_escape(f"\\x{code:02x}", f"control character {code}"))
    return mark_safe("".join(parts))  # noqa: S308 (every part is escaped above)


def _escape(shown: str, title: str) -> str:
    return format_html('<span class="control" title="{}">{}</span>', title, shown)


@register.simple_tag
def side(case: Mapping[str, Any], which: str) -> SafeString:
    """`expected` or `actual` of a case, with what only it has marked."""
    difference = case.get("difference")
    if not difference:
        shown = case.get(which)
        return conditional_escape(shown["text"] if shown else "")
    mark = _inserted if which == "expected" else _deleted
    parts = [part for part in difference if part["op"] in ("same", which)]
    return format_html_join(
        "", "{}", ((part["text"] if part["op"] == "same" else mark(part["text"]),) for part in parts)
    )


def _inserted(text: str) -> SafeString:
    return format_html("<ins>{}</ins>", text)


def _deleted(text: str) -> SafeString:
    return format_html("<del>{}</del>", text)


@register.filter
def caret(error: Mapping[str, Any]) -> str:
    """Spaces up to the column of an error, then a caret; tabs stay tabs."""
    source, column = error.get("source") or "", int(error.get("column") or 1)
    return "".join("\t" if c == "\t" else " " for c in source[: column - 1]) + "^"


@register.simple_tag
def changed(row: Mapping[str, Any], which: str) -> SafeString:
    """One side (`a` or `b`) of a compared line, with the changed words marked."""
    mine, other = (
        str(row.get(f"{which}_text") or ""),
        str(row.get("b_text" if which == "a" else "a_text") or ""),
    )
    if row["op"] != "change":
        return conditional_escape(mine)
    mark = _deleted if which == "a" else _inserted
    matcher = difflib.SequenceMatcher(None, mine, other, autojunk=False)
    if matcher.ratio() < 0.4:  # hardly the same line: marking its letters would only flicker
        return conditional_escape(mine)
    pieces = [(op, mine[start:end]) for op, start, end, _, _ in matcher.get_opcodes()]
    return format_html_join(
        "", "{}", ((piece if op == "equal" else mark(piece),) for op, piece in pieces if piece)
    )
