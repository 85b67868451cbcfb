"""One objective against another: the best known trade-off, what was asked, this design and the one before."""

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

from webapp.practice.charts.scales import linear, padded, short, ticks

LEFT, RIGHT, TOP, BOTTOM = 44.0, 422.0, 10.0, 138.0

Objectives = Sequence[Mapping[str, Any]]


def frontier_chart(
    design: Mapping[str, Any], objectives: Objectives, earlier: Objectives, names: tuple[str, str]
) -> dict[str, Any] | None:
    """Coordinates and words; None without a frontier. `names`: how to call the earlier design and this one."""
    frontier = design.get("frontier") or {}
    points = sorted((float(x), float(y)) for x, y in frontier.get("points") or [])
    across, up = _find(objectives, frontier.get("x")), _find(objectives, frontier.get("y"))
    here = _position(across, up)
    if not points or across is None or up is None or here is None:
        return None
    before = _position(_find(earlier, frontier["x"]), _find(earlier, frontier["y"]))
    marked = [here, *([before] if before else [])]
    asked = (float(across["asked"]), float(up["asked"]))
    low_x, high_x = padded([asked[0], *(x for x, _ in points), *(x for x, _ in marked)])
    low_y, high_y = padded([asked[1], *(y for _, y in points), *(y for _, y in marked)])
    x_of, y_of = linear(low_x, high_x, LEFT, RIGHT), linear(low_y, high_y, BOTTOM, TOP)
    best = _best_at(points, here[0])
    return {
        "x_title": frontier.get("x_title") or across["title"],
        "y_title": frontier.get("y_title") or up["title"],
        "region": _region(across, up, x_of, y_of),
        "asked_text": f"asked: {up['asked_text']} for {across['asked_text']}",
        "x_ticks": [{"x": x_of(t), "text": _with_unit(t, across)} for t in ticks(low_x, high_x)],
        "y_ticks": [
            {"y": y_of(t), "text": _with_unit(t, up) if up["unit"] == "%" else short(t)}
            for t in ticks(low_y, high_y, 3)
        ],
        "path": "M" + " L".join(f"{x_of(x)} {y_of(y)}" for x, y in points),
        "points": [{"x": x_of(x) - 2.5, "y": y_of(y) - 2.5} for x, y in points],
        "label": _label(points, here, x_of, y_of),
        "here": {"x": x_of(here[0]), "y": y_of(here[1]), "text": names[1], "left": x_of(here[0]) > 310},
        "before": {"x": x_of(before[0]), "y": y_of(before[1]), "text": names[0]} if before else None,
        "best_y": y_of(best) if best is not None else None,
        "words": _words(here, best, across, up),
        "rows": [{"x": _with_unit(x, across), "y": _with_unit(y, up)} for x, y in points],
        "here_row": {"x": _with_unit(here[0], across), "y": _with_unit(here[1], up)},
    }


def _label(
    points: list[tuple[float, float]], here: tuple[float, float], x_of: Any, y_of: Any
) -> dict[str, float]:
    """Where the frontier is named: below its last point, or its first if the design stands near the last."""
    first, last = points[0], points[-1]
    if abs(x_of(last[0]) - x_of(here[0])) > 120 or len(points) == 1:
        return {"x": x_of(last[0]), "y": y_of(last[1]) + 17}
    return {"x": x_of(first[0]) + 62, "y": y_of(first[1]) + 4}


def _find(objectives: Objectives, name: object) -> Mapping[str, Any] | None:
    return next((row for row in objectives if row["id"] == name), None)


def _position(across: Mapping[str, Any] | None, up: Mapping[str, Any] | None) -> tuple[float, float] | None:
    if across is None or up is None or across["value"] is None or up["value"] is None:
        return None
    return float(across["value"]), float(up["value"])


def _region(across: Mapping[str, Any], up: Mapping[str, Any], x_of: Any, y_of: Any) -> dict[str, float]:
    """The rectangle in which both targets are met."""
    x, y = x_of(float(across["asked"])), y_of(float(up["asked"]))
    left, right = (LEFT, x) if across["at_most"] else (x, RIGHT)
    top, bottom = (y, BOTTOM) if up["at_most"] else (TOP, y)
    return {"x": left, "y": top, "width": round(right - left, 1), "height": round(bottom - top, 1)}


def _best_at(points: list[tuple[float, float]], x: float) -> float | None:
    """The frontier's height at x, by linear interpolation; None outside of it."""
    for (x0, y0), (x1, y1) in pairwise(points):
        if x0 <= x <= x1:
            return y0 + (y1 - y0) * ((x - x0) / (x1 - x0) if x1 > x0 else 0)
    return None


def _with_unit(value: float, objective: Mapping[str, Any]) -> str:
    unit = str(objective["unit"] or "")
    return f"{short(value)} {unit}".strip()


def _words(
    here: tuple[float, float], best: float | None, across: Mapping[str, Any], up: Mapping[str, Any]
) -> str:
    if best is None:
        return f"At {_with_unit(here[0], across)} this design lies outside of the known trade-off."
    gap = here[1] - best if up["at_most"] else best - here[1]
    if gap <= abs(best) * 0.005:
        return f"At {_with_unit(here[0], across)} no better design is known."
    more = "less" if up["at_most"] else "more"
    return f"At {_with_unit(here[0], across)} the best known design reaches {short(best)}, or {short(gap)} {more}."
