"""What a round shows its candidate while it runs. Everything is listed here by name: rubrics, answers, probes that were not
asked and stages that were not reached have no way onto a page.
"""

from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone

from webapp.interviews.domain.clock import warnings
from webapp.interviews.domain.content import Content, Question
from webapp.interviews.domain.probing import asked
from webapp.interviews.domain.rounds import clock_of
from webapp.interviews.models import Round, Sheet


def clock_data(round_: Round, now: datetime) -> dict[str, Any]:
    """Where the clock stands, in durations: a browser's clock may be set to anything."""
    data: dict[str, Any] = {"state": round_.state, "whole_ms": round_.minutes * 60_000}
    if round_.deadline is None or not round_.running:
        return data | {"left_ms": 0 if round_.finished_at else data["whole_ms"]}
    clock = clock_of(round_)
    return data | {
        "left_ms": _ms(clock.left(now)),
        "pause_left_ms": _ms(round_.pause_until - now) if round_.pause_until else None,
        "pauses_left": round_.pause_times - round_.pauses,
        "warnings": [{"left_ms": _ms(one.left), "name": one.name} for one in warnings(round_.minutes)],
    }


def sheet_data(round_: Round, sheet: Sheet) -> dict[str, Any]:
    """A text and where it is saved, as the browser's journal takes it."""
    return {
        "name": sheet.name,
        "content": sheet.content,
        "revision": sheet.revision,
        "saved_at": sheet.updated_at.isoformat(),
        "url": reverse("interviews:sheet", args=[round_.pk, sheet.name]),
    }


def question_data(question: Question, sheets: dict[str, Sheet]) -> dict[str, Any]:
    """A question as it is asked, its answer so far, and the follow-ups that were asked."""
    return {
        "id": question.id,
        "title": question.title,
        "ask_html": question.ask_html,
        "minutes": question.minutes,
        "answer": sheets[question.id],
        "probes": [
            {"name": name, "ask": probe.ask, "answer": sheets[name]}
            for name, probe in asked(question, sheets)
        ],
        "can_probe": bool(question.probes),
    }


def outline(content: Content, sheets: dict[str, Sheet], current: str) -> list[dict[str, Any]]:
    """The questions or problems that are shown, in order, with which of them have something written."""
    rows: list[dict[str, Any]] = []
    for number, one in enumerate(content.parts, start=1):
        sheet = sheets.get(one.id)
        if sheet is None:  # a stage that was not reached
            continue
        starter = sheet.version.starter if sheet.version else ""
        rows.append(
            {
                "id": one.id,
                "number": number,
                "title": one.title,
                "minutes": one.minutes,
                "written": sheet.content.strip() not in ("", starter.strip()),
                "on": one.id == current,
            }
        )
    return rows


def _ms(duration: Any) -> int:
    return max(0, int(duration.total_seconds() * 1000))


def now() -> datetime:
    """The server's time; the one place where views take it from."""
    return timezone.now()
