"""TeX formulas as MathML, which every browser draws without a script."""

import re
from html import escape, unescape

from latex2mathml.converter import convert

_WORD = re.compile(r'(?:<mi mathvariant="normal">([A-Za-z])</mi>){2,}')
_LETTER = re.compile(r">([A-Za-z])<")
_FORMULA = re.compile(r'<(span|div) class="arithmatex">\\[(\[](.*?)\\[)\]]</\1>', re.DOTALL)


def to_mathml(tex: str, display: bool = False) -> str:
    """`tex` as a <math> element that carries its source; text that is no TeX is shown as it was written."""
    source = " ".join(tex.split())
    try:
        math = convert(source, display="block" if display else "inline")
    except Exception:  # the converter raises a dozen unrelated types, and a formula must not cost the page
        return f"<code>{escape(source)}</code>"
    # The converter sets \mathrm{CTR} as three factors; as one identifier it is upright and read as a word.
    math = _WORD.sub(lambda word: f"<mi>{''.join(_LETTER.findall(word[0]))}</mi>", math)
    return math.replace("<math ", f'<math alttext="{escape(source)}" ', 1)


def formulas_to_mathml(html: str) -> str:
    """Replace what `pymdownx.arithmatex` marked in `html`."""
    return _FORMULA.sub(lambda found: to_mathml(unescape(found[2]), display=found[1] == "div"), html)
