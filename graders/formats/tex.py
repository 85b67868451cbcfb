"""Statements in TeX as Markdown: what contest statements use of it. Anything else is left as it stands."""

from __future__ import annotations

import re

from graders.formats.tex_commands import (
    ACCENTS,
    DISPLAYED,
    DROPPED,
    LITERAL,
    PICTURES,
    PLAIN,
    SWITCHES,
    SYMBOLS,
    WRAPPED,
    accented,
    literal,
    without_definitions,
)
from graders.formats.tex_scanning import Scan, split

_VERBATIM = (
    r"\\begin\{(?P<code>verbatim|Verbatim|lstlisting|alltt)\*?\}(?:\[[^\]]*\])?(?P<lines>.{0,20000}?)\\end\{(?P=code)\*?\}"
    r"|\\verb\*?(?P<bar>[^\w\s{*])(?P<short>[^\n]*?)(?P=bar)"
)
_COMMENT = r"(?P<before>(?<!\\)(?:\\\\)*)%[^\n]*(?:\n(?![ \t]*\n)[ \t]*)?"
_FORMULA = (
    r"(?<!\\)\$\$(?P<block>.{0,3000}?)\$\$|(?<!\\)\$(?P<inline>(?:\\.|[^$\\])*)\$"
    r"|\\\[(?P<bracket>.{0,3000}?)\\\]|\\\((?P<round>.{0,3000}?)\\\)"
    rf"|\\begin\{{(?P<name>{'|'.join(DISPLAYED)})\*?\}}(?P<rows>.{{0,3000}}?)\\end\{{(?P=name)\*?\}}"
)
_DEEPEST = 40
"""Groups within groups that are looked into."""
_KEPT = re.compile(r"\0(\d+)\0")
_BREAK, _IN = "\1", "\2"
"""The end of a line, and a step inwards, until the whitespace of the source is gone."""
_BREAKS = re.compile(rf"(?:[ \t]*{_BREAK}[ \t]*\n(?P<in>[ \t{_IN}]*))+(?P<blank>\n)?")
_ENDS = re.compile(r"\s*\n\s*")


def markdown_of(text: str) -> str:
    """The text as Markdown with its formulas as they are."""
    return _Writer().whole(text)


def pictures_in(text: str) -> int:
    """How many pictures the text has, none of which Markdown keeps."""
    writer = _Writer()
    writer.whole(text)
    return writer.pictures


class _Writer:
    """One statement on its way: what is finished is kept aside, so that nothing that follows rewrites it."""

    def __init__(self) -> None:
        self._kept: list[str] = []
        self._depth = 0
        self.pictures = 0

    def whole(self, text: str) -> str:
        """The text as Markdown."""
        text = re.sub("[\0-\2]", "", text).replace("\r\n", "\n")
        text = re.sub(f"{_VERBATIM}|{_COMMENT}", self._verbatim, text, flags=re.S)
        text = re.sub(_FORMULA, self._formula, without_definitions(text), flags=re.S)
        body = _BREAKS.sub(_broken, "\n".join(line.strip(" \t") for line in self._of(text).split("\n")))
        body = re.sub(rf"\n(?:{_IN}*\n){{2,}}", "\n\n", body)
        return self._restored(body.replace(_IN, "    ")).strip()

    def _keep(self, text: str) -> str:
        self._kept.append(_KEPT.sub(lambda match: self._kept[int(match[1])], text))
        return f"\0{len(self._kept) - 1}\0"

    def _restored(self, text: str) -> str:
        """What was kept, in its place; lines of a block are indented as its first one is."""
        out = []
        for line in text.split("\n"):
            indent = "\n" + re.match(r" *", line)[0]  # type: ignore[index]
            out.append(_KEPT.sub(lambda match: self._kept[int(match[1])].replace("\n", indent), line))  # noqa: B023
        return "\n".join(out)

    def _verbatim(self, match: re.Match[str]) -> str:
        if match["lines"] is not None:
            return self._fenced(match["lines"])
        if match["bar"]:
            return self._code(match["short"])
        return match["before"]

    def _fenced(self, lines: str) -> str:
        shown = re.sub(r"\A(?:[ \t]*\n)+", "", lines.expandtabs()).rstrip()
        fence = "````" if "```" in shown else "```"
        return "\n\n" + self._keep(f"{fence}\n{shown}\n{fence}") + "\n\n"

    def _code(self, text: str) -> str:
        return self._keep(_quoted(text)) if text.strip() else text

    def _formula(self, match: re.Match[str]) -> str:
        if (found := match["inline"]) is None:
            found = match["round"]
        if found is not None:
            return self._keep(f"${found.strip()}$") if found.strip() else ""
        rows = match["rows"]
        if rows is not None:
            rows = re.sub(r"\\(?:label\{[^{}]*\}|nonumber|notag)", "", rows)
            around = DISPLAYED[match["name"]]
            rows = f"\\begin{{{around}}}{rows.strip()}\\end{{{around}}}" if around else rows
        shown = next(one for one in (rows, match["block"], match["bracket"]) if one is not None)
        return "\n\n" + self._keep(f"$${_ENDS.sub(' ', shown.strip())}$$") + "\n\n"

    def _of(self, text: str) -> str:
        """The text with its commands, groups and environments carried out."""
        if self._depth >= _DEEPEST:
            return text
        self._depth += 1
        scan, out, at = Scan(text), [], 0
        while (found := scan.next(at)) is not None:
            out.append(text[at : found.start()])
            part, at = self._part(scan, found)
            out.append(part)
        self._depth -= 1
        return "".join(out) + text[at:]

    def _part(self, scan: Scan, found: re.Match[str]) -> tuple[str, int]:
        if found["begin"]:
            end = scan.ends.get(found.start())
            if end is None:
                return "", found.end()
            return self._environment(found["begin"], scan, found.end(), end[0]), end[1]
        if found["name"]:
            return self._command(found["name"], scan, found.end())
        if found[0] == "{" and found.start() in scan.closes:
            close = scan.closes[found.start()]
            return self._group(scan.text[found.end() : close]), close + 1
        if found["accent"]:
            return accented(found["accent"], found["letter"]), found.end()
        if found[0].startswith("\\\\"):
            return f"{_BREAK}\n", found.end()
        return SYMBOLS.get(found[0], ""), found.end()

    def _group(self, text: str) -> str:
        """A group in braces, which may switch to another type for its length: {\\bf so}."""
        switch = re.match(r"\s*\\([a-z]+)(?![A-Za-z])\s*", text)
        command = SWITCHES.get(switch[1]) if switch else None
        if command is None or switch is None:
            return self._of(text)
        return self._wrapped(command, text[switch.end() :])

    def _wrapped(self, command: str, text: str) -> str:
        if command in LITERAL:
            return self._literal(text)
        inner = self._of(text)
        around = WRAPPED[command]
        plain = not inner.strip() or "\n\n" in inner or "*" in inner.replace("\\*", "")
        before, after = (inner[: len(inner) - len(inner.lstrip())], inner[len(inner.rstrip()) :])
        return inner if plain else f"{before}{around}{inner.strip()}{around}{after}"

    def _literal(self, text: str) -> str:
        shown = literal(_KEPT.sub(lambda match: self._kept[int(match[1])].strip("$`"), text))
        return self._fenced(shown) if "\n" in shown.strip() else self._code(shown)

    def _command(self, name: str, scan: Scan, at: int) -> tuple[str, int]:
        if name in SYMBOLS:
            return SYMBOLS[name], scan.after_word(at)
        if name in ACCENTS:
            given, at = scan.arguments(at, 1)
            return accented(name, given[0]), at
        if name in PICTURES:
            self.pictures += 1
            return "", scan.arguments(at, PICTURES[name])[1]
        if name in DROPPED:
            return "", scan.arguments(at, DROPPED[name])[1]
        if name in WRAPPED or name in LITERAL:
            given, at = scan.arguments(at, 1)
            return self._wrapped(name, given[0]), at
        if name in PLAIN:
            many, shown = PLAIN[name]
            given, at = scan.arguments(at, many)
            return shown.format(*map(self._of, given)), at
        if name in ("href", "url"):
            given, at = scan.arguments(at, 2 if name == "href" else 1)
            address = re.sub(r"\\([%#&_~])", r"\1", given[0])
            shown = f"<{address}>" if name == "url" else f"({address})"
            return f"[{self._of(given[1])}]{self._keep(shown)}" if name == "href" else self._keep(shown), at
        groups = []
        while at in scan.closes:
            groups.append(f"{{{self._of(scan.text[at + 1 : scan.closes[at]])}}}")
            at = scan.closes[at] + 1
        return f"\\{name}{''.join(groups)}", at

    def _environment(self, name: str, scan: Scan, start: int, end: int) -> str:
        inner = Scan(scan.text[start:end])
        if name.rstrip("*") in ("itemize", "enumerate", "description"):
            return self._list(name, inner.text[inner.options(0) :])
        if name in ("tabular", "tabular*", "tabularx", "longtable", "array"):
            _, at = inner.arguments(0, 2 if name in ("tabular*", "tabularx") else 1)
            return self._table(inner.text[at:])
        if name == "tikzpicture":
            self.pictures += 1
            return ""
        many = {"minipage": 1, "subfigure": 1, "wrapfigure": 2, "multicols": 1}.get(name, 0)
        body = self._of(inner.text[inner.arguments(inner.options(0), many)[1] :])
        if name in ("quote", "quotation"):
            body = "\n".join(f"> {line.strip()}" for line in body.strip().split("\n"))
        return f"\n\n{body}\n\n"

    def _list(self, name: str, text: str) -> str:
        lines = []
        for number, part in enumerate(split(text, r"\\item(?![A-Za-z])")[1:], start=1):
            label = re.match(r"\s*\[((?:[^\[\]{}]|\{[^{}]*\})*)\]", part)
            body = self._of(part[label.end() :] if label else part)
            told = self._of(label[1]).strip() if label else ""
            bare = not told or told.startswith(("\0", "*")) or not any(map(str.isalnum, told))
            told = told if bare else f"**{told}**"
            mark = f"{number}. " if name == "enumerate" and not told else "- "
            first, *more = f"{told} {body.strip()}".strip().split("\n")
            lines += [mark + first, *(_IN + one.strip(" \t") if one.strip() else "" for one in more)]
            if "" in map(str.strip, more):
                lines.append("")  # a formula or a table ends with its paragraph
        return "\n\n" + "\n".join(lines) + "\n\n"

    def _table(self, text: str) -> str:
        """Rows with their cells between bars; the first is the head."""
        rows = []
        for row in split(text, r"\\\\\*?(?:\[[^\]]*\])?|\\tabularnewline(?![A-Za-z])"):
            cells: list[str] = []
            for cell in split(row, r"(?<!\\)&"):
                wide = re.search(r"\\multicolumn\s*\{(\d{1,2})\}", cell)
                cells += [self._cell(cell)] + [""] * (int(wide[1]) - 1 if wide else 0)
            if any(cells):
                rows.append(cells)
        width = max(map(len, rows), default=0)
        lines = [f"| {' | '.join(row + [''] * (width - len(row)))} |" for row in rows]
        lines[1:1] = ["|" + " :- |" * width] if rows else []
        return "\n\n" + "\n".join(lines) + "\n\n"

    def _cell(self, text: str) -> str:
        shown = self._of(text).replace("|", "\\|").replace(_BREAK, "")
        for number in map(int, _KEPT.findall(shown)):
            kept = self._kept[number]
            if kept.startswith("$"):  # a bar would end the cell
                bare = kept.strip("$").replace("\\|", "\\Vert ").replace("|", "\\vert ").strip()
                self._kept[number] = f"${bare}$"
            elif kept.startswith("```"):  # and so does a block's line
                self._kept[number] = " ".join(_quoted(line.strip()) for line in kept.split("\n")[1:-1])
        return " ".join(shown.split())


def _quoted(text: str) -> str:
    ticks = "``" if "`" in text else "`"
    return f"{ticks}{text}{ticks}"


def _broken(match: re.Match[str]) -> str:
    """One end of a line; what ends several lines, or a paragraph, begins a new one."""
    again = match["blank"] or match[0].count(_BREAK) > 1
    return f"\n\n{match['in']}" if again else f"  \n{match['in']}"
