"""A finished round as a film: sheets with where they began, and every event with its time from the start (ms)."""

from datetime import timedelta
from heapq import merge
from operator import itemgetter
from typing import Any

from django.urls import reverse

from webapp.interviews.domain.access import Role
from webapp.interviews.domain.content import content_of
from webapp.interviews.domain.opinions import sees_given, sees_own
from webapp.interviews.domain.saying import said_in
from webapp.interviews.domain.texts import beginnings
from webapp.interviews.models import Mark, Round

PRIVATE = frozenset({"submission"})
"""Fields that a film has no use for."""


def film(round_: Round, role: Role = Role.CANDIDATE) -> dict[str, Any]:
    """Everything that the player needs and this role is shown; rows are lists, since there are many."""
    content, start = content_of(round_), round_.started_at
    titles = {one.id: one.title for one in content.parts}
    begun = beginnings(round_)
    events = [
        [
            max(0, int((at - start).total_seconds() * 1000)) if start else 0,
            kind,
            sheet,
            {name: value for name, value in data.items() if name not in PRIVATE},
            number,
            by,
        ]
        for number, at, kind, sheet, data, by in round_.events.order_by("number").values_list(
            "number", "at", "kind", "sheet", "data", "by"
        )
        if kind != "note" or sees_given(round_, role)
    ]
    events = list(merge(events, _said(round_), key=itemgetter(0)))
    return {
        "title": round_.title,
        "kind": round_.kind,
        "whole_ms": events[-1][0] if events else 0,
        "sheets": [
            {"name": name, "title": sheet_title(name, titles), "text": text, "code": name.startswith("code-")}
            for name, text in begun.items()
        ],
        "events": events,
        "recordings": _spoken(round_) if role is not Role.STAFF else [],
        "remarks": [
            {"event": mark.event, "text": mark.criterion.replace("-", " ")}
            for mark in Mark.objects.filter(round=round_, event__isnull=False)
            if (sees_own if mark.by == Mark.By.SELF else sees_given)(round_, role)
        ],
    }


def _spoken(round_: Round) -> list[dict[str, Any]]:
    """Recordings that were kept, at their place in the film."""
    start = round_.started_at
    return [
        {
            "at": int((one.begun_at - start).total_seconds() * 1000),
            "length": one.length_ms,
            "sheet": one.sheet,
            "url": reverse("interviews:recording", args=[round_.pk, one.pk]),
        }
        for one in round_.recordings.all()
        if start
    ]


def _said(round_: Round) -> list[list[Any]]:
    """The chat of a round that two people shared: its lines have no number, since they are in no log of the round.

    What came late stands at the end, whenever it came: the film is as long as the round.
    """
    start = round_.started_at
    if start is None:
        return []
    return [
        [
            max(0, int((line.at - (line.after or timedelta()) - start) / timedelta(milliseconds=1))),
            "said",
            "",
            {"name": line.name, "text": line.text, "late": line.after is not None},
            None,
            line.by,
        ]
        for line in said_in(round_)
    ]


def sheet_title(name: str, titles: dict[str, str]) -> str:
    if name in titles:
        return titles[name]
    question, _, number = name.rpartition("-")
    return f"{titles[question]}, follow-up {number}" if question in titles else name.capitalize()
