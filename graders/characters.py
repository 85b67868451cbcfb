"""Characters that may stand in a report: what a terminal obeys, a database refuses or a reader cannot see is made visible."""

from __future__ import annotations

import re

# Control characters but tab and newline, line separators, what reverses the direction of a text, lone surrogates.
_UNFIT = re.compile(r"\r\n?|[\0-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
_PICTURES, _DELETE = 0x2400, "␡"


def clean(text: str) -> str:
    """`text` with its unfit characters spelt out: ␀, ␛, ␡, \\x9b, \\u202e; one line ends like another."""
    return _UNFIT.sub(_spelt, text) if _UNFIT.search(text) else text


def cut(text: str, most: int) -> str:
    """`text`, or its first `most` characters with an ellipsis."""
    return text if len(text) <= most else text[:most] + "…"


def _spelt(found: re.Match[str]) -> str:
    if found[0] == "\r\n":
        return "\n"
    code = ord(found[0])
    if code < 0x20:
        return chr(_PICTURES + code)
    if code == 0x7F:
        return _DELETE
    if 0xD800 <= code <= 0xDFFF:
        return "�"
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"
