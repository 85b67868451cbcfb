"""What commands of TeX mean in a statement."""

from __future__ import annotations

import re
import unicodedata

SYMBOLS = {
    **{f"\\{one}": one for one in "%&_{}"},
    "\\$": "\\$",
    "\\#": "\\#",
    "*": "\\*",
    "\\ ": " ", "\\\n": " ", "\\,": " ", "\\;": " ", "\\:": " ", "~": " ",
    "---": "—", "--": "–", "``": "“", "''": "”", "`": "‘", "<": "&lt;", ">": "&gt;",
    "ldots": "…", "dots": "…", "textellipsis": "…", "quad": " ", "qquad": " ", "newline": "\n\n", "par": "\n\n",
    "textbackslash": "\\\\", "textasciicircum": "^", "textasciitilde": "\\~", "textunderscore": "_",
    "textbar": "|", "textless": "&lt;", "textgreater": "&gt;", "textquotesingle": "'", "textquotedbl": '"',
    "textendash": "–", "textemdash": "—", "textbullet": "•", "textdegree": "°", "degree": "°", "textmu": "µ",
    "texttimes": "×", "textpm": "±", "texttrademark": "™", "textregistered": "®", "copyright": "©",
    "textcopyright": "©", "euro": "€", "texteuro": "€", "pounds": "£", "S": "§", "P": "¶", "dag": "†",
    "aa": "å", "AA": "Å", "ae": "æ", "AE": "Æ", "o": "ø", "O": "Ø", "ss": "ß", "l": "ł", "L": "Ł", "oe": "œ", "i": "ı",
    "metre": "m", "meter": "m", "second": "s", "gram": "g", "hour": "h", "minute": "min", "percent": "%", "byte": "B",
    "kilo": "k", "milli": "m", "centi": "c", "TeX": "TeX", "LaTeX": "LaTeX",
}  # fmt: skip
"""What stands for itself, by the name of the command or as it is written."""
ACCENTS = {
    "`": "\u0300", "'": "\u0301", "^": "\u0302", "~": "\u0303", "=": "\u0304", "u": "\u0306", ".": "\u0307", '"': "\u0308",
    "r": "\u030a", "H": "\u030b", "v": "\u030c", "c": "\u0327", "k": "\u0328",
}  # fmt: skip
WRAPPED = {
    **dict.fromkeys(("textbf", "bf"), "**"),
    **dict.fromkeys(("textit", "textsl", "emph", "em", "it"), "*"),
}
"""Types that Markdown has."""
LITERAL = {"texttt", "tt", "code", "path"}
SWITCHES = {
    **{name: name for name in ("bf", "em", "it", "tt")},
    "bfseries": "textbf", "itshape": "textit", "slshape": "textsl", "sl": "textsl", "ttfamily": "texttt",
}  # fmt: skip
PLAIN = {
    "section": (1, "\n\n## {0}\n\n"), "subsection": (1, "\n\n### {0}\n\n"), "subsubsection": (1, "\n\n#### {0}\n\n"),
    "paragraph": (1, "\n\n**{0}** "), "footnote": (1, " ({0})"), "caption": (1, "\n\n{0}\n\n"), "centerline": (1, "\n\n{0}\n\n"),
    "textcolor": (2, "{1}"), "multicolumn": (3, "{2}"), "multirow": (3, "{2}"), "parbox": (2, "{1}"), "makebox": (1, "{0}"),
    "SI": (2, "{0} {1}"), "qty": (2, "{0} {1}"), "si": (1, "{0}"), "unit": (1, "{0}"), "num": (1, "{0}"), "ang": (1, "{0}°"),
    **dict.fromkeys(("text", "textrm", "textsf", "textsc", "textup", "textnormal", "mbox", "hbox", "fbox", "underline", "uline"), (1, "{0}")),
    **dict.fromkeys(("textsuperscript",), (1, "^{0}")),
}  # fmt: skip
"""How many arguments, and what is shown of them."""
_LAYOUT = """
noindent centering medskip bigskip smallskip hfill vfill raggedleft raggedright newpage clearpage pagebreak
linebreak hline toprule midrule bottomrule endminipage bf bfseries em it itshape tt ttfamily sl tiny
scriptsize footnotesize small normalsize large Large LARGE huge Huge sc rm relax leavevmode nobreak allowbreak
protect maketitle nextsample remainingsamples
"""
DROPPED = {
    "problemname": 1, "label": 1, "ref": 1, "vspace": 1, "hspace": 1, "vskip": 0, "setlength": 2, "noalign": 1, "color": 1,
    "phantom": 1, "cline": 1, "cmidrule": 1, "rowcolor": 1, "minipage": 1, "renewcommand": 2, "usepackage": 1, "captionsetup": 1,
    "pagestyle": 1, "thispagestyle": 1, "input": 1, "graphicspath": 1, "rule": 2,
    **dict.fromkeys(_LAYOUT.split(), 0),
}  # fmt: skip
"""What only tells how a page looks, with the number of its arguments."""
PICTURES = {"illustration": 3, "includegraphics": 1, "includesvg": 1}
DISPLAYED = {
    "equation": "", "displaymath": "", "math": "",
    "align": "aligned", "eqnarray": "aligned", "gather": "gathered", "multline": "gathered",
}  # fmt: skip
"""Environments that are formulas, and what they are inside of `$$`."""
_DEFINED = re.compile(
    r"\\(?:(?:re|provide)?newcommand\*?\s*(?:\{\s*\\(?P<one>[A-Za-z]+)\s*\}|\\(?P<two>[A-Za-z]+))|(?P<def>def)\s*\\(?P<three>[A-Za-z]+))"
    r"\s*(?:\[(?P<many>[1-9])\])?\s*\{(?P<body>(?:[^{}]|\{(?:[^{}]|\{[^{}]*\})*\})*)\}[ \t]*"
)
_PLASTEX = re.compile(r"\\(ifplastex|else|fi)(?![A-Za-z])")
_LONGEST, _MOST = 300, 2000
"""Characters of a definition that is filled in, and how often any is."""


_WRITTEN = {
    "textasciicircum": "^", "textasciitilde": "~", "textbackslash": "\\\\", "ldots": "...", "dots": "...", "textless": "<",
    "textgreater": ">", "textbar": "|", "textquotesingle": "'", "textquotedbl": '"', "textunderscore": "_",
}  # fmt: skip
"""Commands within code: what they stand for there."""
_NAMED = re.compile(rf"\\({'|'.join(_WRITTEN)})(?![A-Za-z])(?:\{{\}}|[ ])?")
_UNFILLED = re.compile(r"(?<!\\)[{}]")


def accented(accent: str, letter: str) -> str:
    """The letter with its accent: \\'e is é."""
    letter = letter.lstrip("\\")[:1]
    return unicodedata.normalize("NFC", letter + ACCENTS[accent]) if letter else ""


def without_definitions(text: str) -> str:
    """The text with the short commands without arguments that it defines filled in, as they are for the web."""
    text = _for_the_web(text)
    defined: dict[str, str] = {}
    for match in _DEFINED.finditer(text):
        if not match["many"] and len(match["body"]) <= _LONGEST:
            defined[match["one"] or match["two"] or match["three"]] = match["body"]
    text = _DEFINED.sub("", text)
    if not defined:
        return text
    used = re.compile(rf"\\({'|'.join(sorted(defined, key=len, reverse=True))})(?![A-Za-z])(?:\{{\}})?")
    return used.sub(lambda match: f"{{{defined[match[1]]}}}", text, count=_MOST)


def _for_the_web(text: str) -> str:
    """Of what differs between paper and the web, the latter's."""
    first, *rest = _PLASTEX.split(text)
    out, depth, skipped = [first], 0, False
    for word, part in zip(rest[::2], rest[1::2], strict=True):
        if word == "ifplastex":
            depth += 1
        elif depth and word == "else":
            skipped = True
        elif depth:
            depth, skipped = depth - 1, False
        else:
            part = f"\\{word}{part}"
        out.append("" if skipped else part)
    return "".join(out)


def literal(text: str) -> str:
    """What is set in the type of code, as it would be written into a file."""
    lines = (" ".join(line.split("\n")) for line in re.split(r"\\\\\*?(?:\[[^\]]*\])?[ \t]*\n?", text))
    text = re.sub(r"\\(?:textbf|textit|emph|text|mbox|textrm)(?![A-Za-z])", "", "\n".join(lines)).replace(
        "~", " "
    )
    text = _UNFILLED.sub("", _NAMED.sub(lambda match: _WRITTEN[match[1]], text))
    return re.sub(r"\\([^A-Za-z0-9\s])", r"\1", text)
