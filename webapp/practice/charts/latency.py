"""Where the milliseconds went: one stacked bar per percentile, waiting hatched."""

from collections.abc import Mapping
from typing import Any

from webapp.practice.charts.scales import linear, short

LEFT, RIGHT, TOP, PITCH, HEIGHT = 84.0, 424.0, 20.0, 43.0, 30.0
WAITING = "waiting"
STAGE_COLOURS = 7


def latency_chart(
    design: Mapping[str, Any], limit: float | None, limit_text: str = ""
) -> dict[str, Any] | None:
    """Bars, labels and the text alternative; None when the simulator told no latencies (ms)."""
    latency = design.get("latency") or {}
    stages = [str(stage) for stage in design.get("stages") or []]
    if not latency or not stages:
        return None
    totals = {name: float(row.get("total", 0)) for name, row in latency.items()}
    scale = linear(0.0, max([*totals.values(), limit or 0.0]) * 1.02 or 1.0, LEFT, RIGHT)
    bars = [_bar(name, row, stages, TOP + PITCH * i, scale) for i, (name, row) in enumerate(latency.items())]
    bottom = TOP + PITCH * len(bars)
    return {
        "bars": bars,
        "limit": {"x": scale(limit), "text": f"asked: {limit_text}"} if limit else None,
        "labels": _stage_labels(bars[-1]["parts"], bottom),
        "height": bottom + 14,
        "bottom": bottom,
        "rows": _table(latency, stages),
        "stages": [*stages, WAITING],
        "summary": _summary(latency, stages),
    }


def _bar(name: str, row: Mapping[str, Any], stages: list[str], y: float, scale: Any) -> dict[str, Any]:
    parts, at = [], 0.0
    for index, stage in enumerate([*stages, WAITING]):
        value = _value(row, stage)
        if value <= 0:
            continue
        x, end = scale(at), scale(at + value)
        width = max(round(end - x - 1.5, 1), 0.8)
        parts.append(
            {
                "stage": stage,
                "kind": "wait" if stage == WAITING else f"stage-{index % STAGE_COLOURS + 1}",
                "x": x,
                "width": width,
                "middle": round(x + width / 2, 1),
                "text": short(round(value)) if width > 13 else "",
            }
        )
        at += value
    total = float(row.get("total", at))
    return {
        "name": name,
        "y": y,
        "text_y": y + 19,
        "total": _duration(total),
        "parts": parts,
    }


def _duration(total: float) -> str:
    """Milliseconds, or seconds where a number of milliseconds would need more room than there is."""
    if total >= 1000:
        return f"{total / 1000:.1f} s"
    return f"{short(round(total, 1 if total < 10 else 0))} ms"


def _value(row: Mapping[str, Any], stage: str) -> float:
    if stage == WAITING:
        return float(row.get("waiting", 0) or 0)
    return float((row.get("by_stage") or {}).get(stage, 0) or 0)


def _stage_labels(parts: list[dict[str, Any]], bottom: float) -> list[dict[str, Any]]:
    """Names under the last bar, pushed apart so that they do not overlap (about 5.6 units a letter)."""
    labels: list[dict[str, Any]] = []
    free = 0.0
    for part in parts:
        half = len(part["stage"]) * 2.9 + 3
        at = max(part["middle"], free + half)
        labels.append(
            {"text": part["stage"], "x": round(at, 1), "from": part["middle"], "y": bottom + 10, "half": half}
        )
        free = at + half
    over = free - 430
    for label in reversed(labels):
        if over <= 0:
            break
        label["x"] = round(label["x"] - over, 1)
        index = labels.index(label)
        over = (
            (labels[index - 1]["x"] + labels[index - 1]["half"]) - (label["x"] - label["half"])
            if index
            else 0
        )
    return labels


def _table(latency: Mapping[str, Any], stages: list[str]) -> list[dict[str, Any]]:
    return [
        {
            "name": name,
            "total": short(float(row.get("total", 0))),
            "cells": [short(_value(row, s)) for s in [*stages, WAITING]],
        }
        for name, row in latency.items()
    ]


def _summary(latency: Mapping[str, Any], stages: list[str]) -> str:
    sentences = []
    for name, row in latency.items():
        cells = ", ".join(
            f"{stage} {short(_value(row, stage))}" for stage in [*stages, WAITING] if _value(row, stage)
        )
        sentences.append(f"{name} {short(float(row.get('total', 0)))}: {cells}.")
    return "Milliseconds per stage. " + " ".join(sentences)
