"""The report on a finished round: each mark with what it rests on and what the next level would have been, mapped to the
reasons people fail, with what to do next. As plain data, for the page and as JSON alike.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from webapp.interviews.domain import computing
from webapp.interviews.domain.access import Role
from webapp.interviews.domain.computing import Computed, Solved
from webapp.interviews.domain.content import Content, content_of, off_level
from webapp.interviews.domain.durations import clock_words
from webapp.interviews.domain.evidence import sources_of
from webapp.interviews.domain.lessons import reasons, things
from webapp.interviews.domain.lines import Line
from webapp.interviews.domain.marking import ROUND, Item, items
from webapp.interviews.domain.opinions import interviewer_data, notes_data, sees_given, sees_own
from webapp.interviews.domain.probing import asked
from webapp.interviews.domain.recordings import sections
from webapp.interviews.domain.replay import sheet_title
from webapp.interviews.domain.saying import said_in
from webapp.interviews.domain.simulating import simulated
from webapp.interviews.domain.stages import stages_of
from webapp.interviews.domain.telling import PARTS, WORKS, Telling, tellings
from webapp.interviews.models import Event, Mark, Round, Sheet
from webapp.readiness.domain.effects import Effect, effects


@dataclass(frozen=True)
class Facts:
    """What a report is made from, read once."""

    round: Round
    content: Content
    sheets: dict[str, Sheet]
    events: list[Event]
    marks: dict[tuple[str, str], Mark]
    given: dict[tuple[str, str], Mark]
    solved: list[Solved]
    told: list[Telling]

    @classmethod
    def of(cls, round_: Round, role: Role) -> "Facts":
        """From the rows, as far as this role is shown them."""
        content = content_of(round_)
        sheets = {sheet.name: sheet for sheet in round_.sheets.select_related("version")}
        events = list(round_.events.all())
        attempts = list(round_.attempts.select_related("submission").defer("submission__report"))
        return cls(
            round_,
            content,
            sheets,
            events,
            _marks(round_, Mark.By.SELF) if sees_own(round_, role) else {},
            _marks(round_, Mark.By.INTERVIEWER) if sees_given(round_, role) else {},
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


def _marks(round_: Round, by: Mark.By) -> dict[tuple[str, str], Mark]:
    return {(mark.question, mark.criterion): mark for mark in round_.marks.filter(by=by)}


def build(round_: Round, role: Role = Role.CANDIDATE) -> dict[str, Any]:
    """The report as it stands for this role: unmarked criteria are there, without a level."""
    facts = Facts.of(round_, role)
    proposed = _marks(round_, Mark.By.PROPOSAL) if role is Role.CANDIDATE else {}
    lines = [
        Line(
            item,
            facts.marks.get(item.key),
            facts.computed(item.computed) if item.computed else None,
            _at(facts, item),
            facts.given.get(item.key),
            proposed.get(item.key),
            role is Role.INTERVIEWER,
        )
        for item in items(facts.content)
    ]
    titles = {part.id: part.title for part in facts.content.parts}
    stages = stages_of(round_, facts.solved, facts.events)
    return {
        "format": 1,
        "round": _round(round_, facts.events),
        "questions": [_question(facts, question.id, lines) for question in facts.content.questions],
        "whole": [line.data() for line in lines if line.item.question == ROUND],
        "marked": sum(line.own is not None for line in lines),
        "criteria": len(lines),
        "score": _score(lines),
        "reasons": reasons(lines),
        "next": things(facts.solved, lines),
        "tasks": [_task(row) for row in facts.solved if row.reached],
        "stages": [stage.data() for stage in stages],
        "stories": [_story(facts, telling) for telling in facts.told],
        "interviewer": interviewer_data(round_, role),
        "late": _late(facts, titles),
        "late_lines": _late_lines(round_),
        "simulated": simulated(round_) if round_.kind == Round.Kind.DESIGN else None,
        "recordings": _recordings(facts) if role is not Role.STAFF else [],
        "notes": notes_data(facts.events, titles, facts.time_of) if sees_given(round_, role) else [],
        "effects": [_effect(effect) for effect in effects(round_.interview.user, sources_of(round_))],
    }


def _recordings(facts: Facts) -> list[dict[str, Any]]:
    """What was spoken and kept, with the parts of a story that were marked meanwhile."""
    titles = {part.id: part.title for part in facts.content.parts}
    return [
        {
            "id": str(one.pk),
            "title": titles.get(one.sheet, one.sheet),
            "length_ms": one.length_ms,
            "sections": sections(one, facts.events),
        }
        for one in facts.round.recordings.all()
    ]


def _late(facts: Facts, titles: dict[str, str]) -> list[dict[str, Any]]:
    """What came after the end, of every sheet: kept, and counted for nothing."""
    rows = [sheet for sheet in facts.sheets.values() if sheet.late_at]
    return [
        {
            "sheet": sheet.name,
            "title": sheet_title(sheet.name, titles),
            "at": _iso(sheet.late_at),
            "after_s": _after(facts.round, sheet.late_at),
            "code": sheet.version_id is not None,
            "text": sheet.late_content,
        }
        for sheet in sorted(rows, key=lambda one: one.pk)
    ]


def _late_lines(round_: Round) -> list[dict[str, Any]]:
    """What was said in the chat and came after the end."""
    return [
        {"at": _iso(line.at), "after_s": int(line.after.total_seconds()), "by": line.by, "name": line.name, "text": line.text}
        for line in said_in(round_)
        if line.after is not None
    ]  # fmt: skip


def _after(round_: Round, at: datetime | None) -> int:
    """Seconds behind the end."""
    return max(0, int((at - round_.finished_at).total_seconds())) if at and round_.finished_at else 0


def _at(facts: Facts, item: Item) -> str:
    mark = facts.marks.get(item.key)
    return facts.time_of(mark.event) if mark else ""


def _round(round_: Round, events: list[Event]) -> dict[str, Any]:
    whole = (
        round_.finished_at - round_.started_at if round_.finished_at and round_.started_at else timedelta()
    )
    paused = _paused(events)
    return {
        "id": str(round_.pk),
        "title": round_.title,
        "kind": round_.kind,
        "level": round_.interview.level,
        "off_level": off_level(content_of(round_), round_.interview.level),
        "minutes": round_.minutes,
        "started_at": _iso(round_.started_at),
        "finished_at": _iso(round_.finished_at),
        "finished_by": round_.finished_by,
        "took": clock_words(whole - paused),
        "pauses": round_.pauses,
        "paused": clock_words(paused),
        "done_marking": round_.marked_at is not None,
        "erased": round_.erased_at is not None,
    }


def _paused(events: list[Event]) -> timedelta:
    """How long the clock stood still."""
    still, since = timedelta(), None
    for event in events:
        if event.kind == "paused":
            since = event.at
        elif since is not None and event.kind in ("resumed", "handed-in"):
            still, since = still + (event.at - since), None
    return still


def _question(facts: Facts, id: str, lines: list[Line]) -> dict[str, Any]:
    question = facts.content.question(id)
    assert question is not None
    sheet = facts.sheets[id]
    return {
        "id": id,
        "title": question.title,
        "ask_html": question.ask_html,
        "answer": sheet.content,
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
