"""The texts of a package: hints cut at their headings, samples cut out of the statement."""

from __future__ import annotations

import re
from dataclasses import dataclass

_FENCE = re.compile(r"^(?P<fence>`{3,}|~{3,})(?P<info>.*)$")
_HEADING = re.compile(r"^(#{1,6})\s(.*)$")


@dataclass(frozen=True)
class Hint:
    """One hint: the words of its heading and the Markdown below."""

    title: str
    body: str


@dataclass(frozen=True)
class Block:
    """A fenced block: its text and the 1-based line on which that starts."""

    text: str
    line: int


def parse_hints(text: str) -> list[Hint]:
    """One hint per `## ` heading, in order; what stands before the first heading belongs to none."""
    hints: list[tuple[str, list[str]]] = []
    fenced = False
    for line in text.splitlines():
        fenced ^= bool(_FENCE.match(line))
        if line.startswith("## ") and not fenced:
            hints.append((line[3:].strip(), []))
        elif hints:
            hints[-1][1].append(line)
    return [Hint(title, "\n".join(body).strip()) for title, body in hints]


def fenced_blocks(text: str, info: str) -> list[Block]:
    """The fenced blocks whose info string starts with `info`."""
    blocks: list[Block] = []
    body: list[str] = []
    fence, wanted, start = "", False, 0
    for number, line in enumerate(text.splitlines(), start=1):
        match = _FENCE.match(line)
        if not fence and match:
            words = match["info"].split()
            fence, wanted, body, start = match["fence"], words[:1] == [info], [], number + 1
        elif fence and match and match["fence"].startswith(fence) and not match["info"].strip():
            if wanted:
                blocks.append(Block("\n".join(body), start))
            fence = ""
        elif fence:
            body.append(line)
    return blocks


def headings(text: str) -> list[tuple[int, str, int]]:
    """Every ATX heading outside fences as (depth, words, line)."""
    found, fenced = [], False
    for number, line in enumerate(text.splitlines(), start=1):
        if _FENCE.match(line):
            fenced = not fenced
        elif not fenced and (match := _HEADING.match(line)):
            found.append((len(match[1]), match[2].rstrip().rstrip("#").strip(), number))
    return found
