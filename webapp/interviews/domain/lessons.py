"""What follows from a round: which of the reasons people fail were seen in it, and what to do next."""

from typing import Any

from graders.loops import REASONS
from webapp.interviews.domain.computing import Solved
from webapp.interviews.domain.lines import LOW, Line

THINGS = 3


def reasons(lines: list[Line]) -> list[dict[str, Any]]:
    rows = []
    for id, title in REASONS.items():
        mine = [line for line in lines if line.item.reason == id and line.share is not None]
        whole = sum(line.item.weight for line in mine)
        share = sum(line.item.weight * (line.share or 0.0) for line in mine) / whole if whole else None
        sign = "none" if share is None else "risk" if share < LOW else "watch" if share < 0.75 else "fine"
        weak = [line.item.criterion.title for line in mine if line.low]
        rows.append(
            {"id": id, "title": title, "share": share, "sign": sign, "count": len(mine), "weak": weak}
        )
    return rows


def things(solved: list[Solved], lines: list[Line]) -> list[dict[str, Any]]:
    """What would help most: the largest losses first, one per question or task."""
    found: list[tuple[float, str, dict[str, Any]]] = []
    for row in solved:
        if row.reached and row.share is not None and row.share < 1:
            set_slug, _, slug = row.task.name.partition("/")
            words = f"Solve “{row.task.title}” again without a clock, from the case that failed."
            found.append(
                (
                    60.0 * (1 - row.share),
                    row.task.id,
                    {"text": words, "href": f"/problems/{set_slug}/{slug}/"},
                )
            )
    for line in lines:
        levels = line.item.criterion.levels
        if line.level is None or line.level + 1 >= len(levels):
            continue
        loss = line.item.weight * (1 - (line.share or 0.0))
        if line.item.computed in ("verdicts", "stages"):
            continue  # the tasks above say it better
        words = f"{line.item.criterion.title}. One level more: {levels[line.level + 1].says}"
        found.append((loss, line.item.question or line.item.criterion.id, {"text": words, "href": ""}))
    kept: dict[str, dict[str, Any]] = {}
    for _, place, thing in sorted(found, key=lambda row: -row[0]):
        kept.setdefault(place, thing)
    return list(kept.values())[:THINGS]
