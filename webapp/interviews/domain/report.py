"""The report on a finished round: each mark with what it rests on and what the next level would have been, mapped to the
reasons people fail, with what to do next. As plain data, for the page and as JSON alike.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from graders.loops import REASONS
from webapp.interviews.domain import computing
from webapp.interviews.domain.computing import Computed, Solved
from webapp.interviews.domain.content import Content, content_of
from webapp.interviews.domain.evidence import sources_of
from webapp.interviews.domain.marking import ROUND, Item, items
from webapp.interviews.domain.probing import asked
from webapp.interviews.domain.stages import stages_of
from webapp.interviews.domain.telling import PARTS, WORKS, Telling, tellings
from webapp.interviews.models import Event, Mark, Round, Sheet
from webapp.readiness.domain.effects import Effect, effects

LOW = 0.5
"""A criterion below this share of its points is one to work on."""
THINGS = 3


@dataclass(frozen=True)
class Line:
    """One criterion: how it was marked, on what that rests, and what one level more would have been."""

    item: Item
    mark: Mark | None
    computed: Computed | None
    at: str

    @property
    def level(self) -> int | None:
        """The level that counts, from 0; None while nobody has said."""
        if self.item.computed:
            return self.computed.level if self.computed else None
        return self.mark.level if self.mark else None

    @property
    def share(self) -> float | None:
        """Of the criterion's points."""
        levels = self.item.criterion.levels
        return None if self.level is None else levels[self.level].points / levels[-1].points

    @property
    def low(self) -> bool:
        """Whether it is one to work on."""
        return self.share is not None and self.share < LOW

    def data(self) -> dict[str, Any]:
        """As plain data."""
        levels = self.item.criterion.levels
        above = levels[self.level + 1] if self.level is not None and self.level + 1 < len(levels) else None
        return {
            "question": self.item.question,
            "criterion": self.item.criterion.id,
            "title": self.item.criterion.title,
            "reason": self.item.reason,
            "level": self.level,
            "of": len(levels) - 1,
            "by": "computed" if self.item.computed else "self",
            "low": self.low,
            "says": levels[self.level].says if self.level is not None else None,
            "because": self.computed.because if self.computed else None,
            "quote": self.mark.quote if self.mark else "",
            "event": self.mark.event if self.mark else None,
            "at": self.at,
            "next": {"says": above.says, "anchor": above.anchor} if above else None,
            "levels": [{"n": n, "says": row.says, "anchor": row.anchor} for n, row in enumerate(levels)],
        }


@dataclass(frozen=True)
class Facts:
    """What a report is made from, read once."""

    round: Round
    content: Content
    sheets: dict[str, Sheet]
    events: list[Event]
    marks: dict[tuple[str, str], Mark]
    solved: list[Solved]
    told: list[Telling]

    @classmethod
    def of(cls, round_: Round) -> "Facts":
        """From the rows."""
        content = content_of(round_)
        sheets = {sheet.name: sheet for sheet in round_.sheets.select_related("version")}
        events = list(round_.events.all())
        attempts = list(round_.attempts.select_related("submission").defer("submission__report"))
        return cls(
            round_,
            content,
            sheets,
            events,
            {(mark.question, mark.criterion): mark for mark in round_.marks.filter(by=Mark.By.SELF)},
            computing.solved(content, sheets, attempts),
            tellings(round_, events),
        )

    def computed(self, name: str) -> Computed:
        """One of the marks that follow from what happened."""
        match name:
            case "verdicts":
                return computing.verdicts(self.solved)
            case "own-tests":
                return computing.own_tests(self.solved)
            case "stages":
                return computing.stages(self.solved)
            case _:
                return computing.star(self.told)

    def time_of(self, number: int | None) -> str:
        """When an event was, from the start, as 12:34."""
        at = next((event.at for event in self.events if event.number == number), None)
        return clock_words(at - self.round.started_at) if at and self.round.started_at else ""


def build(round_: Round) -> dict[str, Any]:
    """The report as it stands: unmarked criteria are there, without a level."""
    facts = Facts.of(round_)
    lines = [
        Line(
            item,
            facts.marks.get(item.key),
            facts.computed(item.computed) if item.computed else None,
            _at(facts, item),
        )
        for item in items(facts.content)
    ]
    stages = stages_of(round_, facts.solved, facts.events)
    return {
        "format": 1,
        "round": _round(round_),
        "questions": [_question(facts, question.id, lines) for question in facts.content.questions],
        "whole": [line.data() for line in lines if line.item.question == ROUND],
        "marked": sum(line.level is not None for line in lines),
        "criteria": len(lines),
        "score": _score(lines),
        "reasons": _reasons(lines),
        "next": _things(facts, lines),
        "tasks": [_task(row) for row in facts.solved if row.reached],
        "stages": [stage.data() for stage in stages],
        "stories": [_story(facts, telling) for telling in facts.told],
        "effects": [_effect(effect) for effect in effects(round_.interview.user, sources_of(round_))],
    }


def clock_words(duration: timedelta) -> str:
    """12:34, or 1:02:03."""
    seconds = max(0, int(duration.total_seconds()))
    hours, minutes, seconds = seconds // 3600, seconds // 60 % 60, seconds % 60
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes:02}:{seconds:02}"


def _at(facts: Facts, item: Item) -> str:
    mark = facts.marks.get(item.key)
    return facts.time_of(mark.event) if mark else ""


def _round(round_: Round) -> dict[str, Any]:
    took = round_.finished_at - round_.started_at if round_.finished_at and round_.started_at else timedelta()
    return {
        "id": str(round_.pk),
        "title": round_.title,
        "kind": round_.kind,
        "level": round_.interview.level,
        "minutes": round_.minutes,
        "started_at": _iso(round_.started_at),
        "finished_at": _iso(round_.finished_at),
        "finished_by": round_.finished_by,
        "took": clock_words(took),
        "pauses": round_.pauses,
        "done_marking": round_.marked_at is not None,
        "erased": round_.erased_at is not None,
    }


def _question(facts: Facts, id: str, lines: list[Line]) -> dict[str, Any]:
    question = facts.content.question(id)
    assert question is not None
    sheet = facts.sheets[id]
    return {
        "id": id,
        "title": question.title,
        "ask_html": question.ask_html,
        "answer": sheet.content,
        "late": sheet.late_content,
        "probes": [{"ask": probe.ask, "answer": facts.sheets[name].content} for name, probe in asked(question, facts.sheets)],
        "not_asked": [probe.ask for n, probe in enumerate(question.probes, 1) if f"{id}-{n}" not in facts.sheets],
        "worked_answer": question.written.answer if question.written else "",
        "criteria": [line.data() for line in lines if line.item.question == id],
    }  # fmt: skip


def _score(lines: list[Line]) -> float | None:
    """The share of the weight that was earned by what is marked so far; None before anything is."""
    marked = [(line.item.weight, line.share) for line in lines if line.share is not None]
    whole = sum(weight for weight, _ in marked)
    return round(sum(weight * share for weight, share in marked) / whole, 3) if whole else None


def _reasons(lines: list[Line]) -> list[dict[str, Any]]:
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


def _things(facts: Facts, lines: list[Line]) -> list[dict[str, Any]]:
    """What would help most: the largest losses first, one per question or task."""
    found: list[tuple[float, str, dict[str, Any]]] = []
    for row in facts.solved:
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
    things: dict[str, dict[str, Any]] = {}
    for _, place, thing in sorted(found, key=lambda row: -row[0]):
        things.setdefault(place, thing)
    return list(things.values())[:THINGS]


def _task(row: Solved) -> dict[str, Any]:
    best = row.best.submission if row.best else None
    return {
        "id": row.task.id,
        "title": row.task.title,
        "name": row.task.name,
        "verdict": best.verdict if best else "",
        "done": row.share is not None,
        "share": row.share,
        "passed": best.passed if best else None,
        "total": best.total if best else None,
        "runs": row.runs,
        "own_tests": row.own_tests,
        "page": best.get_absolute_url() if best else "",
    }


def _story(facts: Facts, told: Telling) -> dict[str, Any]:
    question = facts.content.question(told.sheet)
    return {
        "title": question.title if question else told.sheet,
        "whole": clock_words(told.whole),
        "parts": [
            {
                "part": part,
                "title": title,
                "took": clock_words(told.took(part)),
                "share": told.shares[part],
                "works": WORKS[part],
                "event": next((one.event for one in told.stretches if one.part == part), None),
            }
            for part, title in PARTS.items()
        ],
    }


def _effect(effect: Effect) -> dict[str, Any]:
    return {"topic": effect.topic, "moved": effect.moved, "before": effect.before, "after": effect.after}


def _iso(at: datetime | None) -> str | None:
    return at.isoformat() if at else None
