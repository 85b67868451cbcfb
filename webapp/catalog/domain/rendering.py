"""Markdown of problem packages as HTML that is safe to put on a page."""

import re
from html import escape
from typing import Any

import markdown
import nh3

from webapp.catalog.domain.formulas import formulas_to_mathml

RENDERER = 1
"""Raised whenever rendering changes, so that stored versions are rendered anew at the next load."""

_MATHML = {
    "math", "annotation", "semantics", "menclose", "merror", "mfrac", "mi", "mmultiscripts", "mn", "mo", "mover",
    "mpadded", "mphantom", "mprescripts", "mroot", "mrow", "ms", "mspace", "msqrt", "mstyle", "msub", "msubsup",
    "msup", "mtable", "mtd", "mtext", "mtr", "munder", "munderover",
}  # fmt: skip
_MATHML_ATTRIBUTES = {
    "accent", "accentunder", "columnalign", "columnlines", "columnspacing", "depth", "display", "displaystyle",
    "fence", "form", "height", "largeop", "linethickness", "lspace", "mathvariant", "maxsize", "minsize",
    "movablelimits", "notation", "rowspacing", "rspace", "scriptlevel", "separator", "stretchy", "symmetric",
    "voffset", "width",
}  # fmt: skip
_HEADING = re.compile(r"<h([1-6])>(.*?)</h\1>", re.DOTALL)
_TAGS = {
    "a", "abbr", "b", "blockquote", "br", "code", "dd", "del", "div", "dl", "dt", "em", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "i",
    "kbd", "li", "ol", "p", "pre", "s", "span", "strong", "sub", "sup", "table", "tbody", "td", "th", "thead", "tr",
    "ul", "var",
} | _MATHML  # fmt: skip
_ATTRIBUTES: dict[str, set[str]] = {
    **{tag: set(_MATHML_ATTRIBUTES) for tag in _MATHML},
    "math": {*_MATHML_ATTRIBUTES, "xmlns", "alttext"},
    "a": {"href", "title"},
    "abbr": {"title"},
    "code": {"class"},
    "div": {"class"},
    "ol": {"start"},
    "pre": {"class", "tabindex"},
    "span": {"class"},
    "td": {"align", "colspan", "rowspan"},
    "th": {"align", "colspan", "rowspan", "scope"},
}


def _sample(source: str, language: str, css: str, options: Any, md: Any, **_: Any) -> str:
    # Focusable, for it may scroll sideways and has no other way to be reached by keyboard.
    return f'<pre class="sample" tabindex="0"><code>{escape(source)}</code></pre>'


_EXTENSIONS = [
    "markdown.extensions.tables",
    "markdown.extensions.sane_lists",
    "markdown.extensions.def_list",
    "pymdownx.superfences",
    "pymdownx.highlight",
    "pymdownx.inlinehilite",
    "pymdownx.arithmatex",
    "pymdownx.betterem",
    "pymdownx.tilde",
]
_OPTIONS: dict[str, dict[str, Any]] = {
    "pymdownx.superfences": {"custom_fences": [{"name": "sample", "class": "sample", "format": _sample}]},
    "pymdownx.highlight": {"css_class": "highlight", "guess_lang": False, "use_pygments": True},
    "pymdownx.arithmatex": {"generic": True},
    "pymdownx.tilde": {"subscript": False},
}


def render_markdown(text: str) -> str:
    """`text` as sanitised HTML: headings from h2 down, MathML formulas, code with Pygments classes."""
    html = markdown.markdown(text, extensions=_EXTENSIONS, extension_configs=_OPTIONS, output_format="html")
    return _nest_headings(sanitise(formulas_to_mathml(html)))


def sanitise(html: str) -> str:
    """`html` without whatever a statement has no use for: scripts, styles, forms, images, event handlers."""
    return nh3.clean(html, tags=_TAGS, attributes=_ATTRIBUTES, url_schemes={"http", "https", "mailto"})


def _nest_headings(html: str) -> str:
    """Headings from h2 down without a gap, whatever levels the author used: the page's own title is the h1."""
    open_levels: list[int] = []

    def nest(heading: re.Match[str]) -> str:
        level = int(heading[1])
        while open_levels and open_levels[-1] >= level:
            open_levels.pop()
        open_levels.append(level)
        depth = min(len(open_levels) + 1, 6)
        return f"<h{depth}>{heading[2]}</h{depth}>"

    return _HEADING.sub(nest, html)
