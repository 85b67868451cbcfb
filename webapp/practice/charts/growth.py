"""Running time against size, both on logarithmic scales: what was measured, the fitted power, and what is asked."""

import math
from collections.abc import Mapping, Sequence
from typing import Any

from webapp.practice.charts.scales import Scale, linear, short

LEFT, RIGHT, TOP, BOTTOM = 52.0, 422.0, 10.0, 138.0
MOST_Y_TICKS = 5
UNITS = ((1.0, "s"), (1e-3, "ms"), (1e-6, "µs"), (1e-9, "ns"))
MARKS = {
    "held": ("good", "✓", "as asked"),
    "slower": ("warn", "!", "slower than asked"),
    "unclear": ("none", "–", "not clear"),
    "unmeasured": ("none", "–", "not measured"),
    "failed": ("bad", "✕", "not right"),
}


def growth_charts(rows: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """A chart per growth, in the report's order; one that has no times has words and marks alone."""
    return [growth_chart(row) for row in rows]


def growth_chart(row: Mapping[str, Any]) -> dict[str, Any]:
    """Coordinates and words of one growth."""
    tone, sign, state = MARKS[row["state"]]
    if row["state"] == "slower" and row["when_slower"] == "fail":
        tone, sign = "bad", "✕"
    points = [point for point in row["points"] if point["seconds"] > 0 and point["asked_seconds"] > 0]
    return {
        "call": row["call"],
        "size": row["size"],
        "words": row["in_words"],
        "why": row["why"] if row["state"] == "slower" else "",
        "message": (row["message"] or {}).get("text", ""),
        "tone": tone,
        "sign": sign,
        "state": state,
        "plot": _plot(row, points) if len(points) > 1 else None,
        "rows": [_table_row(point) for point in points],
    }


def _plot(row: Mapping[str, Any], points: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    sizes = [float(point["size"]) for point in points]
    shown = [float(point[key]) for point in points for key in ("seconds", "asked_seconds")]
    low, high = math.log(min(shown)) - 0.3, math.log(max(shown)) + 0.3
    x_of, y_of = (
        _log(linear(math.log(sizes[0]), math.log(sizes[-1]), LEFT + 12, RIGHT - 12)),
        _log(linear(low, high, BOTTOM, TOP)),
    )
    return {
        "points": [
            {"x": x_of(point["size"]), "y": y_of(point["seconds"]), "beyond": point["beyond"]}
            for point in points
        ],
        "asked": _path([(x_of(point["size"]), y_of(point["asked_seconds"])) for point in points]),
        "fit": _fit(row, points, x_of, y_of),
        "fitted": f"{row['size']}^{row['exponent']:.2f}" if row["exponent"] is not None else "",
        "x_ticks": [{"x": x_of(size), "text": short(size)} for size in sizes[:: 1 if len(sizes) < 6 else 2]],
        "y_ticks": [
            {"y": y_of(tick), "text": time_text(tick)} for tick in log_ticks(math.exp(low), math.exp(high))
        ],
    }


def _fit(row: Mapping[str, Any], points: Sequence[Mapping[str, Any]], x_of: Scale, y_of: Scale) -> str:
    """The power law through the middle of the points, which is where least squares puts it."""
    if row["exponent"] is None:
        return ""
    across = sum(math.log(point["size"]) for point in points) / len(points)
    up = sum(math.log(point["seconds"]) for point in points) / len(points)
    ends = (points[0]["size"], points[-1]["size"])
    return _path(
        [(x_of(size), y_of(math.exp(up + row["exponent"] * (math.log(size) - across)))) for size in ends]
    )


def _log(scale: Scale) -> Scale:
    return lambda value: scale(math.log(value))


def _path(places: Sequence[tuple[float, float]]) -> str:
    return "M" + " L".join(f"{x} {y}" for x, y in places)


def log_ticks(low: float, high: float) -> list[float]:
    """Powers of ten inside [low, high], with twos and fives between them where there are few, thinned where many."""
    decades = range(math.floor(math.log10(low)), math.ceil(math.log10(high)) + 1)
    for steps in ((1.0,), (1.0, 3.0), (1.0, 2.0, 5.0)):
        found = [step * 10.0**power for power in decades for step in steps]
        inside = [tick for tick in found if low <= tick <= high]
        if len(inside) >= 3:
            break
    return inside[:: math.ceil(len(inside) / MOST_Y_TICKS) or 1]


def time_text(seconds: float) -> str:
    """0.0000771 -> 77.1 µs."""
    unit, name = next(((unit, name) for unit, name in UNITS if seconds >= unit), UNITS[-1])
    return f"{short(seconds / unit)} {name}"


def _table_row(point: Mapping[str, Any]) -> dict[str, str]:
    over = "over " if point["beyond"] else ""
    return {
        "size": short(point["size"]),
        "calls": short(point["calls"]),
        "seconds": over + time_text(point["seconds"]),
        "asked": time_text(point["asked_seconds"]),
    }
