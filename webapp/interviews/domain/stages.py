"""A chain's stages afterwards: how long each took, how the code changed, and how much of the earlier code stayed."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from difflib import SequenceMatcher
from typing import Any

from webapp.interviews.domain.computing import Solved
from webapp.interviews.domain.content import content_of
from webapp.interviews.domain.texts import beginnings, history
from webapp.interviews.models import Event, Round


@dataclass(frozen=True)
class Stage:
    """One stage. `kept` is the share of the lines it began with that were still there at its end."""

    number: int
    row: Solved
    took: timedelta
    added: int
    removed: int
    kept: float | None
    event: int | None

    def data(self) -> dict[str, Any]:
        """As plain data; time in seconds."""
        best = self.row.best.submission if self.row.best else None
        return {
            "number": self.number,
            "title": self.row.task.title,
            "minutes": self.row.task.minutes,
            "took_s": int(self.took.total_seconds()),
            "over": self.took > timedelta(minutes=self.row.task.minutes),
            "added": self.added,
            "removed": self.removed,
            "kept": self.kept,
            "runs": self.row.runs,
            "own_tests": self.row.own_tests,
            "verdict": best.verdict if best else "",
            "done": self.row.share is not None,
            "event": self.event,
        }


def stages_of(round_: Round, solved: list[Solved], events: list[Event]) -> list[Stage]:
    """The stages that were reached; none for rounds that are no chain, or whose recording was erased."""
    if content_of(round_).shown != "stages" or not events or round_.started_at is None or round_.erased_at:
        return []
    opened: list[tuple[datetime, int | None]] = [(round_.started_at, None)]
    opened += [(event.at, event.number) for event in events if event.kind == "stage"]
    ends = [at for at, _ in opened[1:]] + [round_.finished_at or events[-1].at]
    first, last = beginnings(round_), {event.sheet: text for event, text in history(round_, events)}
    for event, text in history(round_, events):
        first[event.sheet] = first[event.sheet] or text  # what was carried over
    rows = []
    for number, ((at, event_number), end, row) in enumerate(zip(opened, ends, solved, strict=False), start=1):
        old, new = first[row.task.id], last.get(row.task.id, first[row.task.id])
        added, removed, same = _changes(old.splitlines(), new.splitlines())
        kept = same / max(1, same + removed) if number > 1 else None
        rows.append(Stage(number, row, _working(events, at, end), added, removed, kept, event_number))
    return rows


def _working(events: list[Event], begun: datetime, end: datetime) -> timedelta:
    """The time between, without pauses."""
    took, paused = end - begun, None
    for event in events:
        if event.kind == "paused" and begun <= event.at <= end:
            paused = event.at
        elif paused is not None and (event.kind == "resumed" or event.at >= end):
            took, paused = took - (min(event.at, end) - paused), None
    return max(took, timedelta())


def _changes(old: list[str], new: list[str]) -> tuple[int, int, int]:
    """Lines added, removed and kept."""
    same = sum(block.size for block in SequenceMatcher(None, old, new, autojunk=False).get_matching_blocks())
    return len(new) - same, len(old) - same, same
