"""The interviewer's pane: the rubric with anchors, what may be released next, notes. Nothing of it is for the candidate."""

from typing import Any

from webapp.interviews.domain.company import hints_out
from webapp.interviews.domain.content import Content, Question, Task
from webapp.interviews.domain.marking import Item, items
from webapp.interviews.models import Event, Mark, Round, Sheet


def private_pane(
    round_: Round, content: Content, part: Question | Task, names: dict[str, Sheet]
) -> dict[str, Any]:
    """What stands in it beside this question or problem."""
    marks = {
        (mark.question, mark.criterion): mark.level for mark in round_.marks.filter(by=Mark.By.INTERVIEWER)
    }
    rows = [_row(item, marks.get(item.key)) for item in items(content) if not item.computed]
    sheet = names.get(part.id)
    version = sheet.version if sheet else None
    out = hints_out(round_).get(part.id, 0)
    start = round_.started_at
    notes = Event.objects.filter(round=round_, kind="note").order_by("-number")
    return {
        "part": part,
        "rubric": [row for row in rows if row["question"] == part.id],
        "whole": [row for row in rows if row["question"] == ""],
        "marked": sum(row["level"] is not None for row in rows),
        "criteria": len(rows),
        "answer": part.written.answer if isinstance(part, Question) and part.written else "",
        "editorial_html": version.editorial_html if version else "",
        "hints": _hints(version.hints if version else [], out),
        "next_hint": out + 1 if version and out < len(version.hints) else None,
        "probes": _probes(part, names) if isinstance(part, Question) else [],
        "next_stage": _next_stage(content, names),
        "notes": [{"at": (row.at - start) if start else None, "text": row.data["text"]} for row in notes],
    }


def _row(item: Item, level: int | None) -> dict[str, Any]:
    return {
        "question": item.question,
        "criterion": item.criterion.id,
        "title": item.criterion.title,
        "levels": [
            {"n": n, "says": row.says, "anchor": row.anchor} for n, row in enumerate(item.criterion.levels)
        ],
        "level": level,
    }


def _hints(hints: list[dict[str, str]], out: int) -> list[dict[str, Any]]:
    return [
        hint | {"number": n, "out": n <= out, "next": n == out + 1} for n, hint in enumerate(hints, start=1)
    ]


def _probes(question: Question, names: dict[str, Sheet]) -> list[dict[str, Any]]:
    return [
        {"number": n, "ask": probe.ask, "asked": f"{question.id}-{n}" in names}
        for n, probe in enumerate(question.probes, start=1)
    ]


def _next_stage(content: Content, names: dict[str, Sheet]) -> str | None:
    """The title of the stage that comes next; None where there is none."""
    if content.shown != "stages":
        return None
    return next((task.title for task in content.tasks if task.id not in names), None)
