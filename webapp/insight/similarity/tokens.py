"""Python source as a row of tokens without what is changed in passing: names, values, comments, layout.

A lexer of its own instead of `tokenize`: what was handed in need not compile, and a program that breaks off in line 3
must not hide the rest of itself.
"""

from __future__ import annotations

import keyword
import re
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

_OPERATORS = (
    "**=", "//=", ">>=", "<<=", "...", "!=", "->", ":=", "==", "<=", ">=", "+=", "-=", "*=", "/=", "%=", "&=", "|=",
    "^=", "@=", "**", "//", "<<", ">>", *"+-*/%@&|^~<>()[]{},:.=",
)  # fmt: skip
_NAME, _NUMBER, _STRING = 1, 2, 3
_CODES = {word: 4 + n for n, word in enumerate((*_OPERATORS, *keyword.kwlist))}
_ODD = 1 << 16
"""Codes of characters that are no Python begin here."""

_LEXER = re.compile(
    r"""
      (?P<skip>   [ \t\f\r]+ | \#[^\n]* | \\\r?\n )
    | (?P<line>   [\n;] )
    | (?P<string> (?:[rRbBfFuU]|[rR][bBfF]|[bBfF][rR])?
                  (?: \"{3}(?:[^\\]|\\.)*?(?:\"{3}|\Z) | '{3}(?:[^\\]|\\.)*?(?:'{3}|\Z)
                    | "(?:[^"\\\n]|\\.)*"? | '(?:[^'\\\n]|\\.)*'? ) )
    | (?P<name>   [^\W\d]\w* )
    | (?P<number> (?: 0[xXoObB][\da-fA-F_]+ | \d[\d_]*(?:\.[\d_]*)? | \.\d[\d_]* ) (?:[eE][+-]?\d[\d_]*)? [jJ]? )
    | (?P<sign>   """
    + "|".join(re.escape(sign) for sign in _OPERATORS)
    + r""" | . )
    """,
    re.VERBOSE | re.DOTALL,
)
_OPENS, _CLOSES = frozenset("([{"), frozenset(")]}")


@dataclass(frozen=True, eq=False)
class Tokens:
    """`codes` (N,) are equal where tokens are; `starts` and `ends` (N,) are characters of the text."""

    codes: NDArray[np.uint64]
    starts: NDArray[np.int32]
    ends: NDArray[np.int32]

    def __len__(self) -> int:
        return len(self.codes)


def tokens(text: str) -> Tokens:
    """The tokens of `text`, which need not be Python. Strings that stand alone are comments, and are left out too."""
    codes: list[int] = []
    spans: list[tuple[int, int]] = []
    depth, fresh, alone = 0, True, False  # of brackets; at a statement's start; a string began it
    for found in _LEXER.finditer(text):
        kind = found.lastgroup
        if kind == "skip":
            continue
        if kind == "line":
            if not depth or found[0] == ";":
                if alone:
                    codes.pop(), spans.pop()
                fresh, alone = True, False
            continue
        alone = kind == "string" and fresh and not depth
        fresh = False
        word = found[0]
        if kind == "name":
            code = _CODES.get(word, _NAME)
        elif kind == "string":
            code = _STRING
        elif kind == "number":
            code = _NUMBER
        else:
            code = _CODES.get(word) or _ODD + ord(word)
            depth = depth + 1 if word in _OPENS else max(depth - 1, 0) if word in _CLOSES else depth
        codes.append(code)
        spans.append(found.span())
    if alone:
        codes.pop(), spans.pop()
    places = np.array(spans, dtype=np.int32).reshape(-1, 2)
    return Tokens(np.array(codes, dtype=np.uint64), places[:, 0], places[:, 1])
