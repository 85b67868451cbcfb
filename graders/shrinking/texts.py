"""Simpler texts for programs: fewer lines, fewer words in a line, numbers nearer to zero, shorter words.

Many texts say first how much follows. What is cut off is tried with such a count left as it is, and lowered to match.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from graders.shrinking.values import cuts, nearer

NUMBER = re.compile(r"-?\d+(?:\.\d+)?", re.ASCII)
_WHOLE = re.compile(r"\d{1,9}", re.ASCII)
_LETTERS = re.compile(r"[^\W\d_]{2,}")
COUNTS = 3
"""Numbers near a cut that are taken for its count at most, beside those of the first line."""
LONGEST_NUMBER = 400
"""Digits of a number that is worth making smaller."""


def simpler_text(text: str) -> Iterator[str]:
    """Texts that are shorter, or as long with numbers nearer to zero; large cuts before small ones."""
    yield from _fewer_lines(text)
    yield from _fewer_words(text)
    for match in NUMBER.finditer(text):
        for new in _smaller_number(match[0]):
            yield text[: match.start()] + new + text[match.end() :]
    for match in _LETTERS.finditer(text):
        for new in cuts(match[0]):
            if new:
                yield text[: match.start()] + new + text[match.end() :]


def _fewer_lines(text: str) -> Iterator[str]:
    """The text without a stretch of lines, and with a count of lines above it lowered by as many."""
    lines = text.splitlines(keepends=True)
    size = len(lines)
    while size:
        for start in range(0, len(lines), size):
            gone = min(size, len(lines) - start)
            after = "".join(lines[start + gone :])
            yield "".join(lines[:start]) + after
            for before in _lowered(lines[:start], gone, len(lines) - start):
                yield before + after
        size //= 2


def _lowered(before: list[str], gone: int, behind: int) -> Iterator[str]:
    """The lines before a cut with one whole number, which may count the lines that follow it, lowered by `gone`.

    Where a count stands is mostly the first line, else near the cut.
    """
    nearest = range(len(before) - 1, 0, -1)
    found = 0
    for place in (*range(min(1, len(before))), *nearest):
        follow = len(before) - place - 1  # lines between the count and the cut
        for match in _WHOLE.finditer(before[place]):
            count = int(match[0])
            if not follow + gone <= count <= follow + behind:
                continue
            line = before[place][: match.start()] + str(count - gone) + before[place][match.end() :]
            yield "".join([*before[:place], line, *before[place + 1 :]])
            found += place > 0
            if found == COUNTS:
                return


def _fewer_words(text: str) -> Iterator[str]:
    """The text without a stretch of the words of one line, and with the number before them that is theirs lowered."""
    lines = text.splitlines(keepends=True)
    for place, line in enumerate(lines):
        words = line.split()
        if len(words) < 2:
            continue
        end = line[len(line.rstrip()) :]
        above, below = "".join(lines[:place]), "".join(lines[place + 1 :])
        for fewer in cuts(words):
            if fewer:
                yield above + " ".join(fewer) + end + below
                gone = len(words) - len(fewer)
                if words[0] == str(len(words) - 1) and fewer[0] == words[0]:  # the line says how many it has
                    yield above + " ".join([str(len(fewer) - 1), *fewer[1:]]) + end + below
                for counted in _counting(lines[:place], len(words), gone):
                    yield counted + " ".join(fewer) + end + below


def _counting(above: list[str], words: int, gone: int) -> Iterator[str]:
    """The lines above with a number that is the number of words of the next line lowered."""
    found = 0
    for place in reversed(range(len(above))):
        for match in _WHOLE.finditer(above[place]):
            if int(match[0]) != words:
                continue
            line = above[place][: match.start()] + str(words - gone) + above[place][match.end() :]
            yield "".join([*above[:place], line, *above[place + 1 :]])
            found += 1
            if found == COUNTS:
                return


def _smaller_number(digits: str) -> Iterator[str]:
    """A number of the text as shorter or smaller ones."""
    if len(digits) > LONGEST_NUMBER:
        return
    whole = digits.partition(".")[0]
    found = [str(n) for n in nearer(int(whole))]
    if whole != digits:
        found.insert(1, whole)
    yield from (new for new in dict.fromkeys(found) if len(new) <= len(digits))
