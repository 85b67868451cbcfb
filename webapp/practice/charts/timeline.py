"""One request through the stages: when each began, how long it waited, when it ended."""

from collections.abc import Mapping
from typing import Any

from webapp.practice.charts.scales import linear, short, ticks

LEFT, RIGHT, TOP, PITCH = 128.0, 660.0, 8.0, 26.0


def timeline_chart(design: Mapping[str, Any], limit: float | None = None) -> dict[str, Any] | None:
    """Rows with bars (ms) and the text alternative; None without a sampled request."""
    steps = design.get("request") or []
    if not steps:
        return None
    end = max(float(step["end_ms"]) for step in steps)
    scale = linear(0.0, max(end, limit or 0.0) * 1.02 or 1.0, LEFT, RIGHT)
    order = {stage: i for i, stage in enumerate(design.get("stages") or [])}
    rows = [_row(step, TOP + PITCH * i, scale, order) for i, step in enumerate(steps)]
    bottom = TOP + PITCH * len(rows)
    return {
        "rows": rows,
        "bottom": bottom,
        "height": bottom + 20,
        "limit": scale(limit) if limit else None,
        "ticks": [{"x": scale(t), "text": f"{short(t)} ms"} for t in ticks(0, end, 5)],
        "total": f"{short(round(end, 1))} ms",
        "summary": f"One request of {short(round(end, 1))} ms in {len(rows)} steps; the table below has them.",
    }


def _row(step: Mapping[str, Any], y: float, scale: Any, order: Mapping[str, int]) -> dict[str, Any]:
    start, end = float(step["start_ms"]), float(step["end_ms"])
    waited = min(float(step.get("waiting_ms") or 0), end - start)
    stage = str(step["stage"])
    begin, ready, stop = scale(start), scale(start + waited), scale(end)
    return {
        "stage": stage,
        "note": step.get("note") or "",
        "kind": f"stage-{order.get(stage, len(order)) % 7 + 1}",
        "y": y,
        "text_y": y + 14,
        "wait": {"x": begin, "width": round(ready - begin, 1)} if waited > 0 else None,
        "x": ready,
        "width": max(round(stop - ready, 1), 1.0),
        "label_x": stop + 6 if stop < RIGHT - 70 else begin - 6,
        "label_end": stop >= RIGHT - 70,
        "start": short(round(start, 1)),
        "end": short(round(end, 1)),
        "waited": short(round(waited, 1)),
        "took": f"{short(round(end - start, 1))} ms",
    }
