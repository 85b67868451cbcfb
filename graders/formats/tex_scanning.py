"""Finding one's way in TeX: groups, environments, arguments."""

from __future__ import annotations

import re

_TOKEN = re.compile(
    r"\\begin\s*\{(?P<begin>[A-Za-z]+\*?)\}"
    r"|\\end\s*\{(?P<end>[A-Za-z]+\*?)\}"
    r"|\\(?P<name>[A-Za-z]+)\*?"
    r"|\\(?P<accent>['\"^~=.`])\s*\{?(?P<letter>\\?[A-Za-z])\}?"
    r"|\\\\\*?(?:[ \t]*\[[^\]\n]*\])?|\\.|\{|\}|---?|``|''|[`~<>*]",
    re.S,
)
_BLANK = re.compile(r"[ \t]*\n?[ \t]*")


class Scan:
    """A text with where its groups (`closes`) and environments (`ends`) end, each found once."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.closes: dict[int, int] = {}
        self.ends: dict[int, tuple[int, int]] = {}
        groups: list[int] = []
        begun: list[re.Match[str]] = []
        for token in _TOKEN.finditer(text):
            if token["begin"]:
                begun.append(token)
            elif token["end"] and any(one["begin"] == token["end"] for one in begun[-40:]):
                while begun[-1]["begin"] != token["end"]:
                    begun.pop()
                self.ends[begun.pop().start()] = token.span()
            elif token[0] == "{":
                groups.append(token.start())
            elif token[0] == "}" and groups:
                self.closes[groups.pop()] = token.start()

    def next(self, at: int) -> re.Match[str] | None:
        """The next thing that is more than a letter of the text."""
        return _TOKEN.search(self.text, at)

    def options(self, at: int) -> int:
        """Where what stands in square brackets there ends, if anything does."""
        found = re.compile(r"\s*\[[^\]]*\]").match(self.text, at)
        return self.options(found.end()) if found else at

    def arguments(self, at: int, many: int) -> tuple[list[str], int]:
        """So many arguments after their options, and where they end; one that is not in braces is a single character."""
        given: list[str] = []
        at = self.options(at) if many else at
        while len(given) < many:
            start = _BLANK.match(self.text, at).end()  # type: ignore[union-attr]
            if start in self.closes:
                given.append(self.text[start + 1 : self.closes[start]])
                at = self.options(self.closes[start] + 1) if len(given) < many else self.closes[start] + 1
            elif not given and start < len(self.text) and self.text[start].isalnum():
                given.append(self.text[start])
                at = start + 1
            else:
                given.append("")
        return given, at

    def after_word(self, at: int) -> int:
        """Where the text goes on after a command without arguments, which takes the space behind it and `{}`."""
        if self.text.startswith("{}", at):
            return at + 2
        return re.compile(r"[ \t]*(?:\n(?!\s*\n))?").match(self.text, at).end()  # type: ignore[union-attr]


def split(text: str, separator: str) -> list[str]:
    """The parts between separators that lie in no group and no environment."""
    scan, parts, begun, at = Scan(text), [], 0, 0
    pattern = re.compile(rf"(?P<cut>{separator})|\\begin\s*\{{[A-Za-z]+\*?\}}|\\.|\{{", re.S)
    while (found := pattern.search(text, at)) is not None:
        at = found.end()
        if found["cut"]:
            parts.append(text[begun : found.start()])
            begun = at
        elif found.start() in scan.ends:
            at = scan.ends[found.start()][1]
        elif found.start() in scan.closes:
            at = scan.closes[found.start()]
    return [*parts, text[begun:]]
