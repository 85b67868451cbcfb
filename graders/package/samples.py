"""Samples in a statement: fenced blocks of info string `sample`, that read as calls with their results.

    ```sample
    TopK(2)
    update(10, 5)
    topk() → [10]
    ```

An arrow (`→`) after a call, on its line or at the start of the next, gives the value that comes back;
`→ raises ValueError` says that the call must raise. Calls without an arrow are shown for their effect.

For a program an arrow alone on a line stands between what it reads and what it writes.
"""

from __future__ import annotations

import ast
from dataclasses import dataclass, field
from typing import Any

from graders.own_input import CallInput, InputError, parse
from graders.package.manifest import Entry
from graders.package.texts import Block

ARROW = "→"
MOST_LINES = 200


@dataclass(frozen=True)
class Claim:
    """What a sample says a call gives: a value, or the name of the exception it raises."""

    value: Any = None
    raises: str | None = None


@dataclass(frozen=True)
class Sample:
    """One sample: the text one can run, what it parses to, and per call (0 first) what it claims to give."""

    input_text: str
    input: CallInput
    claims: dict[int, Claim] = field(default_factory=dict)
    line: int = 1


def parse_sample(entry: Entry, block: Block) -> Sample:
    """The sample in `block`; InputError carries the line within the statement."""
    if entry.type == "program":
        return _dialogue(entry, block)
    calls: list[str] = []
    claims: dict[int, Claim] = {}
    for offset, line in enumerate(block.text.splitlines()):
        if offset >= MOST_LINES:
            raise InputError(f"a sample has at most {MOST_LINES} lines", block.line + offset)
        call, arrow, claim = _split(line)
        if call.strip():
            calls.append(call.rstrip())
        if not arrow:
            continue
        try:
            index = len(ast.parse("\n".join(calls)).body) - 1
            claims[index] = _claim(claim.strip())
        except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
            raise InputError(
                f"the result of this call cannot be read: {error}", block.line + offset
            ) from None
        if index < 0:
            raise InputError("a result before any call", block.line + offset)
    text = "\n".join(calls)
    try:
        return Sample(text, parse(entry, text), claims, block.line)
    except InputError as error:
        raise InputError(error.message, block.line + error.line - 1, error.column) from None


def _dialogue(entry: Entry, block: Block) -> Sample:
    """What a program reads and, below an arrow, what it writes."""
    lines = block.text.splitlines()
    if len(lines) > MOST_LINES:
        raise InputError(f"a sample has at most {MOST_LINES} lines", block.line + MOST_LINES)
    if lines.count(ARROW) != 1:
        raise InputError(
            f"one line that holds nothing but {ARROW} stands between input and output", block.line
        )
    place = lines.index(ARROW)
    read, written = ("".join(f"{line}\n" for line in part) for part in (lines[:place], lines[place + 1 :]))
    return Sample(read, parse(entry, read), {0: Claim(value=written)}, block.line)


def _split(line: str) -> tuple[str, str, str]:
    """Cut at the first arrow outside a string literal."""
    quote = ""
    for index, char in enumerate(line):
        if quote:
            quote = "" if char == quote and line[index - 1] != "\\" else quote
        elif char in "'\"":
            quote = char
        elif char == "#":
            return line, "", ""
        elif char == ARROW:
            return line[:index], ARROW, line[index + 1 :]
    return line, "", ""


def _claim(text: str) -> Claim:
    if text.startswith("raises "):
        return Claim(raises=text.removeprefix("raises ").strip())
    entry = Entry(type="function", name="value", signature=("value(x)",))
    try:
        return Claim(value=parse(entry, f"value({text})").args[0])
    except (InputError, IndexError):
        raise ValueError(f"{text!r} is not a plain value") from None
