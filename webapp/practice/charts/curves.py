"""Curves of a training run: the broken code against the candidate's, with the step at which either stops being finite."""

import math
from collections.abc import Mapping, Sequence
from typing import Any

from webapp.practice.charts.scales import linear, padded, short, ticks

LEFT, RIGHT, TOP, BOTTOM = 44.0, 422.0, 10.0, 128.0
TABLE_ROWS = 12
SERIES = ("before", "after")
TITLES = {"before": "as given", "after": "yours"}

Values = Sequence[float | None]


def curve_charts(curves: Mapping[str, Mapping[str, Values]]) -> list[dict[str, Any]]:
    """One chart per curve, in the report's order."""
    return [chart for name, curve in curves.items() if (chart := curve_chart(name, curve)) is not None]


def curve_chart(name: str, curve: Mapping[str, Values]) -> dict[str, Any] | None:
    """Paths and words of one curve; None when it has no point."""
    xs = [float(x) for x in curve.get("x") or [] if x is not None]
    series = {key: list(curve[key]) for key in SERIES if curve.get(key)}
    if not xs or not series:
        return None
    finite = [value for values in series.values() for value in values if _finite(value)]
    low, high = padded([float(value) for value in finite if value is not None])
    x_of, y_of = linear(min(xs), max(xs), LEFT, RIGHT), linear(low, high, BOTTOM, TOP)
    lines = [_line(key, xs, values, x_of, y_of) for key, values in series.items()]
    return {
        "title": name.replace("_", " "),
        "lines": lines,
        "x_ticks": [{"x": x_of(t), "text": short(t)} for t in ticks(min(xs), max(xs))],
        "y_ticks": [{"y": y_of(t), "text": short(t)} for t in ticks(low, high, 3)],
        "heads": [line["title"] for line in lines],
        "rows": _rows(xs, series),
        "summary": f"{name} by step. " + " ".join(line["words"] for line in lines),
    }


def _finite(value: float | None) -> bool:
    return value is not None and math.isfinite(value)


def _line(key: str, xs: list[float], values: list[float | None], x_of: Any, y_of: Any) -> dict[str, Any]:
    """A path that is broken where values are missing, and a cross where they end for good."""
    path, drawing, last = [], False, None
    for x, value in zip(xs, values, strict=False):
        if value is None or not _finite(value):
            drawing = False
            continue
        path.append(f"{'L' if drawing else 'M'}{x_of(x)} {y_of(value)}")
        drawing, last = True, (x, value)
    lost = next((x for x, value in zip(xs, values, strict=False) if not _finite(value)), None)
    title = TITLES[key]
    words = f"{title}: not a number from step {short(lost)} on." if lost is not None else ""
    if lost is None and last is not None:
        words = f"{title}: ends at {short(last[1])}."
    return {
        "key": key,
        "title": title,
        "path": " ".join(path),
        "end": {"x": x_of(last[0]), "y": y_of(last[1])} if last else None,
        "lost": lost is not None,
        "words": words,
    }


def _rows(xs: list[float], series: Mapping[str, list[float | None]]) -> list[dict[str, Any]]:
    """At most a dozen steps for the table."""
    step = max(1, math.ceil(len(xs) / TABLE_ROWS))
    picked = sorted({*range(0, len(xs), step), len(xs) - 1})
    return [{"x": short(xs[i]), "cells": [_cell(values, i) for values in series.values()]} for i in picked]


def _cell(values: list[float | None], index: int) -> str:
    value = values[index] if index < len(values) else None
    return short(value) if value is not None and _finite(value) else "not a number"
