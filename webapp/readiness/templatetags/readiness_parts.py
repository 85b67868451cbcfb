"""Words and marks of estimates: a dot is the middle, the line through it what is not known."""

import re
from collections.abc import Sequence
from typing import Any

from django import template
from django.http import QueryDict
from django.urls import reverse

from graders.package.manifest import LEVELS
from webapp.readiness.ability.outputs import Range
from webapp.readiness.domain.overview import Moved, Point, TopicRow
from webapp.readiness.domain.progressing import Progress
from webapp.readiness.models import Evidence
from webapp.readiness.planning import Load

register = template.Library()
MARGIN = 0.25
"""Levels that the scale shows below the first line and above the last."""
MARKERS = {"self": "yourself", "interviewer": "your interviewer", "marker": "a marker"}
ROUND_MARKS = ("a clear no", "a no", "a yes", "a clear yes")
ATTEMPTS = {1: "at the first attempt", 2: "at the second attempt", 3: "at the third attempt"}


def across(place: float) -> float:
    """A place on the ladder as per cent of the scale's width; what lies outside is drawn at its end."""
    share = (place + MARGIN) / (len(LEVELS) - 1 + 2 * MARGIN)
    return round(100 * min(max(share, 0.0), 1.0), 2)


@register.filter
def percent(share: float) -> str:
    """`41 %`, and what rounds to nothing or to certainty is neither."""
    if share < 0.01:
        return "< 1 %"
    return "> 99 %" if share > 0.99 else f"{100 * share:.0f} %"


@register.filter
def between(chance: Range) -> str:
    """`31–52 %`."""
    return f"{100 * chance.low:.0f}–{100 * chance.high:.0f} %"


@register.filter
def signed(value: float) -> str:
    """`+0.24`, `−0.11`, `0.00`."""
    text = f"{abs(value):.2f}"
    return text if text == "0.00" else f"{'+' if value > 0 else '−'}{text}"


@register.filter
def direction(value: float) -> str:
    """The class of a change: up, down or flat, once rounded to what is shown."""
    return "flat" if abs(value) < 0.005 else "up" if value > 0 else "down"


@register.inclusion_tag("readiness/_scale.html")
def scale(row: TopicRow, target: str) -> dict[str, Any]:
    """A topic's intervals among the levels' lines."""
    line = LEVELS.index(target)
    return {
        "dot": across(row.at),
        "ninety": [across(end) for end in row.ninety],
        "fifty": [across(end) for end in row.fifty],
        "was": None if row.was is None or abs(row.moved) < 0.05 else across(row.was),
        "lines": [across(index) for index in range(len(LEVELS)) if index != line],
        "target": across(line),
        "zone": round(100 - across(line), 2),
        "words": in_words(row, target),
    }


def in_words(row: TopicRow, target: str) -> str:
    """What the picture shows, for those who do not see it."""
    line = LEVELS.index(target)
    low, high = (_beside(end - line) for end in row.ninety)
    return f"{_beside(row.at - line)} the {target} line; 90 % interval from {low} to {high}"


def _beside(levels: float) -> str:
    if abs(levels) < 0.05:
        return "on"
    return f"{abs(levels):.1f} levels {'above' if levels > 0 else 'below'}"


@register.inclusion_tag("readiness/_levels.html")
def level_marks(target: str) -> dict[str, Any]:
    """The names of the levels over a scale."""
    return {"marks": [(level, across(index), level == target) for index, level in enumerate(LEVELS)]}


@register.inclusion_tag("readiness/_trend.html")
def trend(points: Sequence[Point]) -> dict[str, Any]:
    """The chance of passing the loop over time, with its interval."""
    span = (points[-1].at - points[0].at).total_seconds() or 1.0
    xs = [round(100 * (point.at - points[0].at).total_seconds() / span, 2) for point in points]
    rows = list(zip(xs, (point.chance for point in points), strict=True))
    upper = [f"{x} {_y(chance.high)}" for x, chance in rows]
    lower = [f"{x} {_y(chance.low)}" for x, chance in reversed(rows)]
    return {
        "band": "M" + " L".join([*upper, *lower]) + "Z",
        "line": "M" + " L".join(f"{x} {_y(chance.value)}" for x, chance in rows),
        "last": points[-1],
        "first": points[0],
        "low": _y(points[-1].chance.low),
        "high": _y(points[-1].chance.high),
        "dot": _y(points[-1].chance.value),
    }


def _y(share: float) -> float:
    return round(100 - 100 * share, 2)


@register.inclusion_tag("readiness/_chance.html")
def chance_mark(chance: Range) -> dict[str, Any]:
    """A chance with its interval on a line from 0 to 1."""
    return {
        "low": round(100 * chance.low, 2),
        "high": round(100 * chance.high, 2),
        "dot": round(100 * chance.value, 2),
    }


@register.inclusion_tag("readiness/_weight.html")
def weight_bar(piece: Moved, all_pieces: Sequence[Moved]) -> dict[str, Any]:
    """A bar to the right for what raised, to the left for what lowered, against the heaviest of them."""
    most = max((abs(other.weight) for other in all_pieces), default=0.0) or 1.0
    width = 50 * abs(piece.weight) / most
    return {
        "x": round(50 if piece.weight > 0 else 50 - width, 2),
        "width": round(width, 2),
        "up": piece.weight > 0,
    }


@register.inclusion_tag("readiness/_shrink.html")
def shrinking(progress: Progress) -> dict[str, Any]:
    """How the estimate narrowed from question to question, and how it is expected to go on to where the check wants to be."""
    widths, enough = progress.widths, progress.aim
    # The axis ends a little below where the check wants to be: from zero up, the way there would look flat.
    top = max(*widths, enough + 0.1)
    floor = enough - 0.1 * (top - enough)
    last, ahead = len(widths) - 1, progress.left.expected if progress.left else 0
    xs = [round(100 * index / max(last + ahead, 1), 2) for index in range(len(widths))]
    ys = [_under(width, top, floor) for width in widths]
    return {
        "line": "M" + " L".join(f"{x} {y}" for x, y in zip(xs, ys, strict=True)),
        "x": xs[-1],
        "y": ys[-1],
        "ahead": f"M{xs[-1]} {ys[-1]} L100 {_under(enough, top, floor)}" if ahead else "",
        "enough": _under(enough, top, floor),
    }


def _under(width: float, top: float, floor: float) -> float:
    """Per cent of the mark's height, with a tenth of it free above."""
    share = (top - max(width, floor)) / (top - floor)
    return round(10 + 90 * share, 2)


@register.filter
def has_chosen(sent: QueryDict | None, place: int) -> bool:
    """Whether the option at that place was chosen in what has to be sent again."""
    return str(place) in (sent.getlist("answer") if sent else ())


@register.filter
def placed(sent: QueryDict | None, place: int) -> int:
    """Where the step shown at that place was put in what has to be sent again; else where it is shown."""
    given = sent.get(f"place-{place}", "") if sent else ""
    return int(given) if given.isdecimal() else place


@register.filter
def unbroken(text: str) -> str:
    """Levels in a text, kept from breaking at their hyphen."""
    return re.sub(r"(?<=\d)-(?=\d)", "\N{NON-BREAKING HYPHEN}", text)


@register.filter
def points(gain: float) -> str:
    """A gain in the chance of passing, in percentage points: `+1.9 pp`, `+0.04 pp`."""
    if abs(gain) < 0.00005:
        return "< 0.01 pp"
    return f"{100 * gain:+.{_digits(gain)}f} pp".replace("-", "−")


@register.filter
def points_between(gain: tuple[float, float, float]) -> str:
    """Its interval: `0.2–2.6`."""
    digits = _digits(gain[0])
    return f"{100 * gain[1]:.{digits}f}–{100 * gain[2]:.{digits}f}"


def _digits(gain: float) -> int:
    """Who is far from passing gains little by an hour, and less on one topic than on another."""
    return 1 if abs(gain) >= 0.00995 else 2


@register.filter
def points_range(gain: Range) -> str:
    """The same of a figure of the model; nothing beside what rounds to nothing."""
    return "" if abs(gain.value) < 0.00005 else points_between((gain.value, gain.low, gain.high))


LOAD_HEIGHT, LOAD_FOOT = 74.0, 96.0


@register.inclusion_tag("readiness/_load.html")
def load_chart(load: Sequence[Load]) -> dict[str, Any]:
    """Reviews day by day with their ranges."""
    most = max((day.high for day in load), default=0) or 1
    step, unit = 100 / max(len(load), 1), LOAD_HEIGHT / most
    bars = [
        {
            "day": day.day,
            "letter": f"{day.day:%a}"[0],
            "expected": round(day.expected),
            "low": day.low,
            "high": day.high,
            "range": day.low != day.high,
            "x": round(index * step + 0.2 * step, 2),
            "middle": round((index + 0.5) * step, 2),
            "width": round(0.6 * step, 2),
            "top": round(LOAD_FOOT - day.expected * unit, 1),
            "tall": round(day.expected * unit, 1),
            "low_y": round(LOAD_FOOT - day.low * unit, 1),
            "high_y": round(LOAD_FOOT - day.high * unit, 1),
            "label_y": round(LOAD_FOOT - day.high * unit - 5, 1),
        }
        for index, day in enumerate(load)
    ]
    return {"bars": bars, "total": sum(day.expected for day in load)}


@register.filter
def evidence_title(evidence: Evidence) -> str:
    """What it was, as people would call it."""
    if evidence.kind in (Evidence.Kind.QUIZ, Evidence.Kind.CLAIM, Evidence.Kind.RUBRIC):
        return evidence.title.rpartition("/")[2].replace("-", " ").capitalize()
    return evidence.title


@register.filter
def evidence_link(evidence: Evidence) -> str:
    """Where to look at it again, or nothing."""
    if evidence.problem is not None:
        return evidence.problem.problem.get_absolute_url()
    kind, _, rest = evidence.source.partition(":")
    place = {"check": "readiness:check", "rubric": "interviews:report", "round": "interviews:report"}.get(
        kind
    )
    return reverse(place, args=[rest.partition(":")[0]]) if place else ""


@register.filter
def evidence_words(evidence: Evidence) -> str:
    """What was seen, in words."""
    facts = evidence.facts
    level = (
        evidence.level_from
        if evidence.level_from == evidence.level_to
        else f"{evidence.level_from} to {evidence.level_to}"
    )
    level = unbroken(level)
    match evidence.kind:
        case Evidence.Kind.CLAIM:
            return f"you said {'yes' if evidence.category else 'not yet'} · level {level}"
        case Evidence.Kind.QUIZ:
            how = "not known" if not facts["known"] else _rightness(facts["score"])
            return f"{how} in {facts['seconds']:.0f} s · level {level}"
        case Evidence.Kind.CODE:
            attempt = ATTEMPTS.get(facts["attempt"], f"at attempt {facts['attempt']}")
            hints = facts["hints"]
            words = [f"{'accepted' if evidence.category else 'not accepted'} {attempt}"]
            words.append(f"{hints} hint{'' if hints == 1 else 's'}" if hints else "no hints")
            if facts.get("minutes") is not None:
                words.append(f"{facts['minutes']:.0f} of {facts['norm_minutes']} min")
            if facts.get("rejudged"):
                words.append("rejudged")
            return f"{', '.join(words)} · level {level}"
        case Evidence.Kind.RUBRIC:
            return f"{100 * facts['share']:.0f} % of the rubric, marked by {MARKERS[facts['by']]} · level {level}"
        case _:
            mark = ROUND_MARKS[evidence.category]
            return f"{mark}, marked by {MARKERS[facts['by']]} · level {level}"


def _rightness(score: float) -> str:
    return "right" if score == 1 else f"partly right, {100 * score:.0f} %" if score > 0 else "wrong"
