"""A finished round as a film: sheets with where they began, and every event with its time from the start (ms)."""

from typing import Any

from webapp.interviews.domain.content import content_of
from webapp.interviews.domain.texts import beginnings
from webapp.interviews.models import Mark, Round

PRIVATE = frozenset({"submission"})
"""Fields that a film has no use for."""


def film(round_: Round) -> dict[str, Any]:
    """Everything that the player needs; rows are lists, since there are many."""
    content, start = content_of(round_), round_.started_at
    titles = {one.id: one.title for one in content.parts}
    begun = beginnings(round_)
    events = [
        [
            int((at - start).total_seconds() * 1000) if start else 0,
            kind,
            sheet,
            {name: value for name, value in data.items() if name not in PRIVATE},
            number,
        ]
        for number, at, kind, sheet, data in round_.events.order_by("number").values_list(
            "number", "at", "kind", "sheet", "data"
        )
    ]
    return {
        "title": round_.title,
        "kind": round_.kind,
        "whole_ms": events[-1][0] if events else 0,
        "sheets": [
            {"name": name, "title": _title(name, titles), "text": text, "code": name.startswith("code-")}
            for name, text in begun.items()
        ],
        "events": events,
        "remarks": [
            {"event": mark.event, "text": mark.criterion.replace("-", " ")}
            for mark in Mark.objects.filter(round=round_, event__isnull=False)
        ],
    }


def _title(name: str, titles: dict[str, str]) -> str:
    if name in titles:
        return titles[name]
    question, _, number = name.rpartition("-")
    return f"{titles[question]}, follow-up {number}" if question in titles else name.capitalize()
