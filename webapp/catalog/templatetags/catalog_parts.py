"""Small pictures and words of the catalogue: status signs, level squares, the solved meter."""

from collections.abc import Mapping

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

register = template.Library()

LEVELS = ("1-2", "2-1", "2-2", "3-1", "3-2")
STATUS_TITLES = {"new": "New", "tried": "Tried", "solved": "Solved"}
STATUS_SHAPES = {
    "solved": '<circle class="full" cx="7" cy="7" r="6.5"/><path class="tick" d="M4 7.2 6.2 9.4 10.2 4.9"/>',
    "tried": '<circle class="ring" cx="7" cy="7" r="5.8"/><path class="half" d="M7 3.4a3.6 3.6 0 0 1 0 7.2Z"/>',
    "new": '<circle class="ring" cx="7" cy="7" r="5.8"/>',
}


@register.simple_tag
def status_icon(status: str) -> SafeString:
    """The sign of a status; its word stands beside it in the template."""
    shape = mark_safe(STATUS_SHAPES.get(status, STATUS_SHAPES["new"]))  # noqa: S308 (constant markup)
    return format_html(
        '<svg class="sign-icon {}" viewBox="0 0 14 14" aria-hidden="true">{}</svg>', status, shape
    )


@register.filter
def status_title(status: str) -> str:
    """`tried` -> `Tried`."""
    return STATUS_TITLES.get(status, status)


@register.simple_tag
def level_squares(level_from: str, level_to: str) -> SafeString:
    """Five squares, those between the two levels filled."""
    first = LEVELS.index(level_from) if level_from in LEVELS else 0
    last = LEVELS.index(level_to) if level_to in LEVELS else first
    squares = format_html_join(
        "",
        '<rect x="{}" width="6" height="8"{}/>',
        ((i * 8, mark_safe(' class="on"') if first <= i <= last else "") for i in range(len(LEVELS))),
    )
    return format_html('<svg class="level" viewBox="0 0 38 8" aria-hidden="true">{}</svg>', squares)


@register.filter
def level_range(version: object) -> str:
    """`1-2 → 2-1`, or one level alone."""
    low, high = str(getattr(version, "level_from", "")), str(getattr(version, "level_to", ""))
    return low if low == high or not high else f"{low} → {high}"


@register.simple_tag
def meter(part: int, whole: int) -> SafeString:
    """A bar of what share is done; the words stand beside it."""
    width = 72 * part / whole if whole else 0
    return format_html(
        '<svg class="meter" viewBox="0 0 72 5" aria-hidden="true"><rect width="72" height="5" rx="2.5"/>'
        '<rect class="part" width="{}" height="5" rx="2.5"/></svg>',
        f"{width:.1f}",
    )


@register.filter
def topic_names(topics: Mapping[str, float]) -> str:
    """Topics of a version by weight: `coding, system-design`."""
    return ", ".join(sorted(topics, key=lambda name: (-float(topics[name]), name)))


@register.filter
def topic_weights(topics: Mapping[str, float]) -> list[tuple[str, str]]:
    """(topic, weight to one decimal), heaviest first."""
    ordered = sorted(topics.items(), key=lambda item: (-float(item[1]), item[0]))
    return [(name, f"{float(weight):.1f}") for name, weight in ordered]


@register.filter
def chosen(options: list[dict[str, object]]) -> int:
    """How many options of a filter are on."""
    return sum(1 for option in options if option.get("on"))
