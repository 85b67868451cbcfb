"""What people type, read: numbers with units, and words in a normal form."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Mapping
from typing import Literal

Form = Literal["words", "code"]
MOST_CHARACTERS = 200
"""Of a typed answer."""
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—−", "-"))
_QUOTES = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"'})
_MULTIPLES = {"k": 1e3, "thousand": 1e3, "M": 1e6, "million": 1e6, "B": 1e9, "bn": 1e9, "billion": 1e9}
_NUMBER = re.compile(
    r"""\s*(?:≈|~|=)?\s*(?P<sign>[+-]?)\s*
    (?P<digits>\d{1,3}(?:[,_\ \u00a0\u2009\u202f]\d{3})+(?:\.\d+)?|\d+(?:\.\d*)?|\.\d+)
    (?:\s*/\s*(?P<below>\d+(?:\.\d+)?)
     |(?:e|\s*(?:[×x*·])\s*10\s*(?:\^|\*\*))\s*(?P<power>[+-]?\d{1,3}))?
    \s*(?P<unit>.*?)\s*$""",
    re.VERBOSE | re.IGNORECASE,
)


class AnswerError(ValueError):
    """An answer that cannot be read; the person is asked again, and nothing is counted against them."""


def parse_number(text: str, unit: str = "", units: Mapping[str, float] | None = None) -> float:
    """The number typed, in `unit`; "1,200", "1.2e3", "1.2k", "6/5", "1.2 s" where units = {"s": 1000}."""
    match = _NUMBER.match(text.translate(_DASHES)) if len(text) <= MOST_CHARACTERS else None
    if match is None:
        raise AnswerError("is not a number")
    digits = re.sub(r"[^\d.]", "", match["digits"])
    number = float(digits) * (-1 if match["sign"] == "-" else 1)
    if match["below"]:
        if float(match["below"]) == 0:
            raise AnswerError("divides by zero")
        number /= float(match["below"])
    if match["power"]:
        number *= float(f"1e{match['power']}")
    number *= _factor(match["unit"], unit, units or {})
    if not math.isfinite(number):
        raise AnswerError("is too large")
    return number


def _factor(written: str, unit: str, units: Mapping[str, float]) -> float:
    """What to multiply by: for "k ms" a thousand, for another unit its factor."""
    if re.match(r",\d", written):
        raise AnswerError("has a decimal comma; write 0.5 with a point")
    known = {unit: 1.0, **units}
    for multiple, factor in {"": 1.0, **_MULTIPLES}.items():
        rest = written[len(multiple) :].lstrip() if written.startswith(multiple) else None
        if rest == "":
            return factor
        if rest is not None and (found := _unit(rest, known)) is not None:
            return factor * found
    shown = " or ".join(name for name in known if name) or "none"
    raise AnswerError(f"has a unit that is not known here: {written!r}; known: {shown}")


def _unit(written: str, known: Mapping[str, float]) -> float | None:
    if written in known:
        return known[written]
    alike = {factor for name, factor in known.items() if name and name.casefold() == written.casefold()}
    return alike.pop() if len(alike) == 1 else None


def normal_form(text: str, form: Form = "words") -> str:
    """What stands for all spellings of the same answer.

    Words: compatibility forms, case, spaces, hyphens, quotes, a leading article and the full stop at the end do not
    count. Code: only spaces, compatibility forms and enclosing backquotes do not.
    """
    plain = unicodedata.normalize("NFKC", text).translate(_DASHES).translate(_QUOTES).strip()
    if form == "code":
        return re.sub(r"\s+", "", plain).strip("`")
    plain = re.sub(r"^(the|an?)\s+", "", plain.casefold()).rstrip(" .!;,")
    return re.sub(r"[\s_\-`'\"$]+", "", plain)
