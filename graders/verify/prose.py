"""The Markdown of a package as readers will see it: formulas that render, links that lead somewhere, no image, headings in steps."""

from __future__ import annotations

import re
from collections.abc import Iterator

from latex2mathml.converter import convert

from graders.diagnostics import Diagnostics
from graders.package.model import Package
from graders.package.texts import headings

TEXTS = ("statement.md", "hints.md", "editorial.md")
MOST = 2000
"""Characters of a formula: what is longer is a `$` without its other half, and would cost its converter much."""
_FENCE = re.compile(r"^\s*(`{3,}|~{3,})")
_CODE = re.compile(r"(?<!`)(`+)(?!`)(.*?)(?<!`)\1(?!`)")
_FORMULA = re.compile(
    r"(?<!\\)\$\$(?P<display>(?:\\.|[^\\$])+?)\$\$|(?<!\\)\$(?!\s)(?P<inline>(?:\\.|[^\\$])+?)(?<!\s)\$", re.S
)
_LINK = re.compile(r"(?P<image>!?)\[[^\[\]]*\]\(\s*<?(?P<target>[^\s)>]*)[^)]*\)")
_COMMAND = re.compile(r"\\[A-Za-z]+")
_LEADS = ("https://", "http://", "mailto:", "#", "/")


def check_prose(package: Package, diagnostics: Diagnostics) -> None:
    """Report what would not look as it is meant to, with file and line."""
    for name in TEXTS:
        text = package.files.get(name, b"").decode()
        plain = _without_code(text)
        for words, place in (*_formulas(plain), *_links(plain)):
            diagnostics.error(words, name, plain.count("\n", 0, place) + 1)
        for words, line in _steps(text):
            diagnostics.error(words, name, line)


def _without_code(text: str) -> str:
    """The text with code blanked out, every line where it was."""
    lines, fence = list[str](), ""
    for line in text.split("\n"):
        mark = _FENCE.match(line)
        if fence:
            fence = "" if mark and mark[1].startswith(fence) else fence
            lines.append("")
        elif mark:
            fence = mark[1]
            lines.append("")
        else:
            lines.append(line)
    return _CODE.sub(lambda code: " " * len(code[0]), "\n".join(lines))


def _formulas(text: str) -> Iterator[tuple[str, int]]:
    """What is wrong with a formula, and where it begins. None reaches beyond its paragraph."""
    start = 0
    for paragraph in re.split(r"(\n\s*\n)", text):
        for found in _FORMULA.finditer(paragraph):
            source = " ".join((found["display"] or found["inline"]).split())
            if words := _unrendered(source):
                yield f"the formula {_short(source)!r} does not render: {words}", start + found.start()
        start += len(paragraph)


def _unrendered(source: str) -> str:
    """Why a formula would be shown as it is written; empty if it renders."""
    if len(source) > MOST:
        return f"it is longer than {MOST} characters"
    if source.count("{") - source.count(r"\{") != source.count("}") - source.count(r"\}"):
        return "its braces do not match"
    try:
        made = convert(source)
    except Exception as error:  # the converter raises a dozen unrelated types
        return type(error).__name__
    unknown = _COMMAND.search(made)
    return f"{unknown[0]} is no command that is known" if unknown else ""


def _links(text: str) -> Iterator[tuple[str, int]]:
    """Images, which the site does not show, and links that lead nowhere from its pages."""
    for found in _LINK.finditer(text):
        target = found["target"]
        if found["image"]:
            yield f"the image {_short(target)!r} is not shown: draw it in text or a table", found.start()
        elif not target.startswith(_LEADS) or target.startswith("//"):
            yield f"the link to {_short(target)!r} leads nowhere: give the whole address", found.start()


def _steps(text: str) -> Iterator[tuple[str, int]]:
    """Headings without words, and those that leave out a level."""
    last = 1  # the page's own title
    for depth, words, line in headings(text):
        if not words:
            yield "a heading has no words", line
        if depth > last + 1:
            yield f"the heading {_short(words)!r} is {depth} deep below one that is {last} deep", line
        last = depth


def _short(words: str) -> str:
    return words if len(words) <= 60 else f"{words[:59]}…"
