"""Figures as words and marks: a dot is the value, the line through it what is not known about it."""

from typing import Any

from django import template

register = template.Library()
Found = dict[str, Any] | None
LOGITS = 4.0
"""The scale of difficulties goes from minus this to this."""


@register.filter
def share_words(found: Found) -> str:
    """`41 % (31–52 %)`."""
    if not found:
        return "–"
    return f"{_percent(found['value'])} % ({_percent(found['low'])}–{_percent(found['high'])} %)"


@register.filter
def number_words(found: Found, digits: int = 1) -> str:
    """`12.5 (9.1–16.0)`; a value alone where so few observations bound nothing."""
    if not found:
        return "–"
    value = f"{found['value']:.{digits}f}"
    if found["low"] is None or found["high"] is None:
        return f"{value} (of {found['count']}, too few for an interval)"
    return _signed(f"{value} ({found['low']:.{digits}f} to {found['high']:.{digits}f})")


@register.filter
def logits(value: float | None) -> str:
    """`+0.50`, `−1.20`."""
    return "–" if value is None else _signed(f"{value:+.2f}")


@register.filter
def as_percent(value: float) -> str:
    """`41 %`."""
    return f"{_percent(value)} %"


@register.filter
def cut_dashes(name: str) -> str:
    """`system-design` -> `system design`."""
    return name.replace("-", " ")


@register.inclusion_tag("insight/_mark.html")
def share_mark(found: Found) -> dict[str, Any]:
    """A share with its interval on a line from 0 to 1; the words stand beside it."""
    if not found:
        return {}
    return {"dot": _across(found["value"]), "low": _across(found["low"]), "high": _across(found["high"])}


@register.inclusion_tag("insight/_mark.html")
def logit_mark(found: Found, author: float | None = None) -> dict[str, Any]:
    """A difficulty with its interval, and the author's as a ring."""
    if not found:
        return {}
    places = {
        name: _across((found[key] + LOGITS) / (2 * LOGITS))
        for name, key in (("dot", "value"), ("low", "low"), ("high", "high"))
    }
    return places | {"was": None if author is None else _across((author + LOGITS) / (2 * LOGITS))}


@register.inclusion_tag("insight/_bars.html")
def nearest_bars(counts: list[int]) -> dict[str, Any]:
    """People by the similarity of their nearest other."""
    most = max(counts, default=0) or 1
    step = 100 / max(len(counts), 1)
    return {
        "bars": [
            {
                "x": round(n * step + 0.1 * step, 2), "width": round(0.8 * step, 2), "tall": round(60 * count / most, 1),
                "top": round(60 - 60 * count / most, 1), "count": count,
                "low": round(n / len(counts), 2), "high": round((n + 1) / len(counts), 2),
            }
            for n, count in enumerate(counts)
        ]
    }  # fmt: skip


def _across(value: float) -> float:
    return round(100 * min(max(value, 0.0), 1.0), 2)


def _percent(value: float) -> str:
    return f"{100 * value:.0f}"


def _signed(text: str) -> str:
    return text.replace("-", "−")
