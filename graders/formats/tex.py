"""Statements in TeX as Markdown: what contest statements use of it. Anything else is left as it stands."""

from __future__ import annotations

import re

_MATH = re.compile(r"\$\$.*?\$\$|\$[^$]*\$|\\\[.*?\\\]|\\begin\{verbatim\}.*?\\end\{verbatim\}", re.S)
_RULES: tuple[tuple[str, str], ...] = (
    (r"(?<!\\)%[^\n]*\n?", ""),
    (r"\\problemname\{(?:[^{}]|\{[^{}]*\})*\}", ""),
    (r"\\(?:illustration|includegraphics)(?:\[[^\]]*\])?(?:\{[^{}]*\})+", ""),
    (r"\\(?:sub)*section\*?\{([^{}]*)\}", r"\n\n## \1\n\n"),
    (r"\\(?:textbf|bf)\{([^{}]*)\}", r"**\1**"),
    (r"\\(?:textit|emph|textsl)\{([^{}]*)\}", r"*\1*"),
    (r"\\(?:texttt|verb)\{([^{}]*)\}", r"`\1`"),
    (r"\\verb(.)(.*?)\1", r"`\2`"),
    (r"\\(?:href)\{([^{}]*)\}\{([^{}]*)\}", r"[\2](\1)"),
    (r"\\(?:url)\{([^{}]*)\}", r"<\1>"),
    (r"\\footnote\{([^{}]*)\}", r" (\1)"),
    (r"\\begin\{(?:itemize|enumerate|center|figure|description)\}(?:\[[^\]]*\])?", "\n"),
    (r"\\end\{(?:itemize|enumerate|center|figure|description)\}", "\n"),
    (r"[ \t]*\\item(?:\[([^\]]*)\])?[ \t]*", r"- \1"),
    (r"\\(?:noindent|centering|medskip|bigskip|smallskip|newline)\b", ""),
    (r"``(.*?)''", "“\\1”"),
    (r"\\([%&#_{}$])", r"\1"),
    (r"(?<=\w)~(?=\S)", " "),
    (r"\\\\", "\n"),
    (r"(?<!-)---(?!-)", "—"),
    (r"(?<!-)--(?!-)", "–"),
)


_TABLE = re.compile(
    r"\\begin\{tabular\*?\}(?:\{[^{}]*\})?\{(?:[^{}]|\{[^{}]*\})*\}(.*?)\\end\{tabular\*?\}", re.S
)


def markdown_of(text: str) -> str:
    """The text as Markdown with its formulas as they are."""
    kept: list[str] = []

    def keep(match: re.Match[str]) -> str:
        kept.append(_formula(match[0]))
        return f"\0{len(kept) - 1}\0"

    body = _MATH.sub(keep, text.replace("\0", ""))
    body = _TABLE.sub(lambda match: _table(match[1]), body)
    for pattern, replacement in _RULES:
        body = re.sub(pattern, replacement, body, flags=re.S if pattern.startswith("``") else 0)
    body = re.sub(r"\0(\d+)\0", lambda match: kept[int(match[1])], body)
    return re.sub(r"\n{3,}", "\n\n", "\n".join(line.strip() for line in body.split("\n"))).strip()


def _table(body: str) -> str:
    """Rows with their cells between bars; the first is the head."""
    rows = [row.replace("\\hline", "").strip() for row in body.split("\\\\")]
    cells = [[cell.strip().replace("\n", " ") for cell in re.split(r"(?<!\\)&", row)] for row in rows if row]
    lines = [f"| {' | '.join(row)} |" for row in cells]
    lines[1:1] = ["|" + " :- |" * len(cells[0])] if cells else []
    return "\n\n" + "\n".join(lines) + "\n\n"


def _formula(text: str) -> str:
    if text.startswith("\\begin{verbatim}"):
        return (
            "\n```\n"
            + text.removeprefix("\\begin{verbatim}").removesuffix("\\end{verbatim}").strip("\n")
            + "\n```\n"
        )
    return f"$${text[2:-2]}$$" if text.startswith("\\[") else text
