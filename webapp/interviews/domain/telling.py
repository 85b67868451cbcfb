"""How stories in situation, task, action and result were told: when each part began, and how the time was shared."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from webapp.interviews.models import Event, Round

PARTS = {"S": "Situation", "T": "Task", "A": "Action", "R": "Result"}
WORKS = {"S": 15, "T": 10, "A": 55, "R": 20}
"""Shares that work (per cent)."""


@dataclass(frozen=True)
class Stretch:
    """One part of a story, from its mark to the next one; `text` is where in the sheet it was being written."""

    part: str
    event: int
    begun: datetime
    took: timedelta


@dataclass(frozen=True)
class Telling:
    """One answer's parts in the order in which they were told."""

    sheet: str
    stretches: tuple[Stretch, ...]

    @property
    def whole(self) -> timedelta:
        """All of it."""
        return sum((one.took for one in self.stretches), timedelta())

    @property
    def shares(self) -> dict[str, int]:
        """Per cent of the time for each part; all 0 where no time passed."""
        return {part: self._percent(part) for part in PARTS}

    def took(self, part: str) -> timedelta:
        """The time of one part."""
        return sum((one.took for one in self.stretches if one.part == part), timedelta())

    def _percent(self, part: str) -> int:
        return round(100 * (self.took(part) / self.whole)) if self.whole else 0


def tellings(round_: Round, events: list[Event]) -> list[Telling]:
    """The stories whose parts were marked. A part ends at the next mark, when another question is looked at, or with the
    round; the clock's pauses do not count.
    """
    found: dict[str, list[Stretch]] = {}
    begun: Event | None = None
    paused, pause_from = timedelta(), None
    for event in events:
        if event.kind == "paused":
            pause_from = event.at
        elif event.kind == "resumed" and pause_from is not None:
            paused, pause_from = paused + (event.at - pause_from), None
        ends = event.kind == "handed-in" or event.kind == "star" or (
            event.kind == "view" and begun is not None and event.sheet != begun.sheet
        )  # fmt: skip
        if ends and begun is not None:
            took = max(event.at - begun.at - paused, timedelta())
            stretch = Stretch(begun.data["part"], begun.number, begun.at, took)
            found.setdefault(begun.sheet, []).append(stretch)
            begun = None
        if event.kind == "star" and event.data.get("part") in PARTS:
            begun, paused = event, timedelta()
    return [Telling(sheet, tuple(stretches)) for sheet, stretches in found.items()]


def standing(round_: Round, sheet: str, now: datetime) -> dict[str, Any]:
    """How far the story of a sheet has come: {on: the part that is being told or None, took: ms by part}."""
    kinds = ("star", "view", "paused", "resumed")
    events = list(Event.objects.filter(round=round_, kind__in=kinds).order_by("number"))
    on: Event | None = None
    for event in events:
        if event.kind == "star":
            on = event if event.data.get("part") in PARTS else None
        elif event.kind == "view" and on is not None and event.sheet != on.sheet:
            on = None
    until_now = Event(kind="handed-in", at=now, number=0)  # what is told until now, as if it ended here
    told = next((one for one in tellings(round_, [*events, until_now]) if one.sheet == sheet), None)
    took = {part: int(told.took(part) / timedelta(milliseconds=1)) for part in PARTS} if told else {}
    return {"on": on.data["part"] if on is not None and on.sheet == sheet else None, "took": took}
