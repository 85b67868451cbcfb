"""Tags that draw the charts of a result as SVG, each with a text alternative."""

from collections.abc import Mapping
from typing import Any

from django import template

from webapp.practice.charts.curves import curve_charts
from webapp.practice.charts.frontier import frontier_chart
from webapp.practice.charts.growth import growth_charts
from webapp.practice.charts.latency import latency_chart
from webapp.practice.charts.scales import short
from webapp.practice.charts.timeline import timeline_chart

register = template.Library()

TARGET_AT = 80.0  # per cent of a bullet's width: every target stands at the same place


def _limit(report: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """The latency objective of a design, if it asks for one."""
    rows = report.get("objectives") or []
    return next((row for row in rows if row["unit"] == "ms" and row["at_most"]), None)


@register.inclusion_tag("practice/charts/latency.html")
def latency(report: Mapping[str, Any]) -> dict[str, Any]:
    """Where the milliseconds went, per percentile."""
    limit = _limit(report)
    asked = float(limit["asked"]) if limit else None
    text = f"{limit['title']} {limit['asked_text']}" if limit else ""
    return {
        "chart": latency_chart(report.get("design") or {}, asked, text),
        "remarks": (report.get("design") or {}).get("remarks") or [],
    }


@register.inclusion_tag("practice/charts/frontier.html")
def frontier(report: Mapping[str, Any], submission: Any, previous: Any) -> dict[str, Any]:
    """What this design trades against the best known ones and against the attempt before."""
    earlier = (getattr(previous, "report", None) or {}).get("objectives") or []
    here = f"{submission.number}, this design" if getattr(submission, "number", None) else "this design"
    names = (f"{previous.number}" if previous else "", here)
    return {
        "chart": frontier_chart(report.get("design") or {}, report.get("objectives") or [], earlier, names)
    }


@register.inclusion_tag("practice/charts/timeline.html")
def timeline(report: Mapping[str, Any]) -> dict[str, Any]:
    """One request on its way through the stages."""
    limit = _limit(report)
    return {"chart": timeline_chart(report.get("design") or {}, float(limit["asked"]) if limit else None)}


@register.inclusion_tag("practice/charts/curves.html")
def curves(report: Mapping[str, Any]) -> dict[str, Any]:
    """Curves of training runs, before and after."""
    return {"charts": curve_charts(report.get("curves") or {})}


@register.inclusion_tag("practice/charts/growth.html")
def growth(report: Mapping[str, Any]) -> dict[str, Any]:
    """How the running time of each call grows with the size of its input."""
    return {"charts": growth_charts(report.get("growth") or [])}


@register.inclusion_tag("practice/charts/bullet.html")
def bullet(objective: Mapping[str, Any]) -> dict[str, Any]:
    """A bar from zero with the target at 80 %; it must end on the shaded side."""
    value, asked = objective["value"], float(objective["asked"])
    if value is None:
        width = 0.0
    elif asked:
        width = max(0.0, min(100.0, float(value) / asked * TARGET_AT))
    else:
        width = 0.0 if not value else 100.0
    return {"width": f"{width:.1f}", "met": objective["met"], "at_most": objective["at_most"]}


@register.filter
def measured(value: float) -> str:
    """A number with as many digits as matter."""
    return short(float(value))


@register.filter
def measure(value: float, objective: Mapping[str, Any]) -> str:
    """A measured value with its unit."""
    return f"{short(float(value))} {objective['unit']}".strip()
