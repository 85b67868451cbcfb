"""Follow-up questions: what an interviewer asks back depends on what the answer says already."""

import re
from datetime import datetime
from uuid import UUID

from django.db import transaction

from graders.loops import Probe
from webapp.interviews.domain.attempts import running
from webapp.interviews.domain.content import Question, content_of
from webapp.interviews.domain.log import append
from webapp.interviews.domain.people import interviewer_of
from webapp.interviews.domain.rounds import bring_up, lock, tell
from webapp.interviews.domain.sheets import add
from webapp.interviews.models import Round, Sheet
from webapp.practice.domain.refusals import Refused

ENOUGH_WORDS = 25
"""Nobody is asked back before there is something to ask back about."""


def asked(question: Question, sheets: dict[str, Sheet]) -> list[tuple[str, Probe]]:
    """The follow-ups that were asked, with the names of their sheets, in the order of asking."""
    found = [(f"{question.id}-{n}", probe) for n, probe in enumerate(question.probes, start=1)]
    return sorted(
        ((name, probe) for name, probe in found if name in sheets), key=lambda row: sheets[row[0]].pk
    )


def ask(round_id: UUID, question_id: str, now: datetime) -> str | None:
    """Ask the next follow-up and make its sheet; the sheet's name, or None when there is nothing more to ask.

    Refused where an interviewer is there to ask.
    """
    bring_up(round_id, now)
    with transaction.atomic():
        round_ = running(lock(round_id))
        if interviewer_of(round_):
            raise Refused("probe.interviewer", "Your interviewer asks what comes next.", 409)
        question = content_of(round_).question(question_id)
        if question is None:
            raise Refused("question.unknown", "This round has no such question.", 404)
        sheets = {sheet.name: sheet for sheet in round_.sheets.all()}
        answer = _answer(question, sheets)
        if len(answer.split()) < ENOUGH_WORDS:
            raise Refused(
                "answer.short",
                f"Answer first: {ENOUGH_WORDS} words at least, so that there is something to ask about.",
                409,
            )
        found = choose(question, answer, {name for name, _ in asked(question, sheets)})
        if found is None:
            return None
        name, probe = found
        put(round_, name, probe, now)
    return name


def put(round_: Round, name: str, probe: Probe, now: datetime) -> None:
    """Ask this follow-up; the caller's transaction holds the round's row."""
    append(round_, "probe", "interviewer", now, name, ask=probe.ask)
    add(round_, name, now)
    tell(round_)


def choose(question: Question, answer: str, done: set[str]) -> tuple[str, Probe] | None:
    """The first follow-up that the answer leaves open; one without words is always open."""
    for n, probe in enumerate(question.probes, start=1):
        if (name := f"{question.id}-{n}") not in done and not any(
            _says(answer, word) for word in probe.unless
        ):
            return name, probe
    return None


def _says(answer: str, word: str) -> bool:
    """Whether the word begins somewhere in the answer: "calibrat" is in "calibrated" and not in "recalibrated"."""
    start = r"\b" if word[0].isalnum() else ""
    return re.search(start + re.escape(word), answer) is not None


def _answer(question: Question, sheets: dict[str, Sheet]) -> str:
    parts = [
        sheet.content
        for name, sheet in sheets.items()
        if name == question.id or name.startswith(f"{question.id}-")
    ]
    return "\n".join(parts).lower()


def names_of(round_: Round) -> dict[str, Sheet]:
    """The round's sheets by name."""
    return {sheet.name: sheet for sheet in round_.sheets.select_related("version")}
