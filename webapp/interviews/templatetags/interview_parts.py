"""Marks, shares and times of interviews, drawn and in words."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from webapp.interviews.domain.durations import clock_words

register = template.Library()
SIGNS = {
    "fine": ("good", "✓", "no sign of it"),
    "watch": ("warn", "!", "to be watched"),
    "risk": ("bad", "✕", "seen in this round"),
    "none": ("none", "–", "not tested here"),
}
STATES = {"planned": ("none", "–"), "open": ("wait", "▸"), "paused": ("warn", "‖"), "done": ("good", "✓")}
STEP = 28
"""Pixels between two levels of a mark."""


@register.simple_tag
def reason_sign(sign: str) -> SafeString:
    """How far a reason to fail was seen: word, sign and colour."""
    return format_html('<span class="verdict {}" data-sign="{}">{}</span>', *SIGNS[sign])


@register.simple_tag
def round_state(state: str, words: str) -> SafeString:
    """A round's state as word, sign and colour."""
    return format_html('<span class="verdict {}" data-sign="{}">{}</span>', *STATES[state], words)


@register.simple_tag
def mark_rail(line: Mapping[str, Any]) -> SafeString:
    """A level on its rail; who marked it stands beside it in words."""
    of, level = line["of"], line["level"]
    ticks = format_html_join("", "M{} 7v6", ((10 + STEP * n,) for n in range(of + 1)))
    dots = [(line["by"], 10 + STEP * level)] if level is not None else []
    if line["by"] == "interviewer" and line["self"] is not None:
        dots.insert(0, ("beside", 10 + STEP * line["self"]))
    dot = format_html_join("", '<circle class="{}" cx="{}" cy="10" r="5.5"/>', dots)
    return format_html(
        '<svg class="mark-rail" width="{}" height="20" aria-hidden="true"><path d="M10 10H{}"/><path d="{}"/>{}</svg>',
        20 + STEP * of, 10 + STEP * of, ticks, dot,
    )  # fmt: skip


@register.simple_tag
def story_line(recording: Mapping[str, Any]) -> SafeString:
    """The parts of a story on a recording's line of time, as a picture; the buttons beside it say the same."""
    whole = recording["length_ms"]
    boxes = format_html_join(
        "",
        '<rect class="{}" x="{}%" width="{}%" height="10"/>',
        (
            # Rounded here: what is escaped has become text, and takes no format.
            (
                part["part"],
                round(100 * part["from_ms"] / whole, 2),
                round(100 * (part["to_ms"] - part["from_ms"]) / whole, 2),
            )
            for part in recording["sections"]
        ),
    )
    return (
        format_html('<svg class="shares story-line" height="10" aria-hidden="true">{}</svg>', boxes)
        if boxes
        else boxes
    )


@register.filter
def rated(level: int | None) -> SafeString:
    """A level in bold; a dash while there is none."""
    return format_html("<b>{}</b>", "–" if level is None else level)


@register.simple_tag
def shares(parts: Sequence[Mapping[str, Any]], field: str) -> SafeString:
    """Four shares of a story beside each other, as a picture; the table below says the same."""
    at, rows = 0, []
    for part in parts:
        width = part[field]
        if width:
            rows.append(
                (
                    part["part"],
                    at,
                    max(width - 0.6, 0.1),
                    at + width / 2,
                    part["part"],
                    f" {width} %" if width > 9 else "",
                )
            )
        at += width
    boxes = format_html_join(
        "",
        '<rect class="{0}" x="{1}%" width="{2}%" height="22"/><text x="{3}%" y="15" text-anchor="middle">{4}'
        '<tspan class="figure">{5}</tspan></text>',
        rows,
    )
    return format_html('<svg class="shares" height="22" aria-hidden="true">{}</svg>', boxes)


@register.filter
def seconds_words(seconds: float) -> str:
    """Seconds as 12:34."""
    return clock_words(timedelta(seconds=seconds))


@register.filter
def clock(duration: timedelta) -> str:
    """A duration as 12:34."""
    return clock_words(duration)


@register.filter
def ms_words(milliseconds: int) -> str:
    """Milliseconds as 12:34."""
    return clock_words(timedelta(milliseconds=milliseconds))


@register.filter
def share_percent(share: float | None) -> str:
    """0.62 as 62 %; a dash for what is not known."""
    return "–" if share is None else f"{share:.0%}".replace("%", " %")


@register.filter
def signed(value: float) -> str:
    """+0.24, or −0.10."""
    return f"{value:+.2f}".replace("-", "\u2212")


@register.simple_tag
def interval_words(interval: Sequence[float]) -> str:
    """An interval on the ladder of levels, 1 for the first."""
    low, high = (value + 1 for value in interval)
    return f"{low:.1f} to {high:.1f}".replace("-", "\u2212")


@register.filter
def words(slug: str) -> str:
    """`own-tests` as `own tests`."""
    return slug.replace("-", " ")
