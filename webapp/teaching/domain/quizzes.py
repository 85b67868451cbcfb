"""Quizzes of an assignment: drawn from the question banks for each attempt, answered as one page, marked as one."""

import random
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from webapp.accounts.models import User
from webapp.practice.domain.refusals import Refused
from webapp.readiness.domain.log import record
from webapp.readiness.domain.observing import quiz_observation
from webapp.readiness.domain.presenting import (
    Question,
    Review,
    Showing,
    marked,
    order_of,
    present,
    review,
    source_of,
)
from webapp.readiness.forms import AnswerForm
from webapp.readiness.models import Item as Asked
from webapp.readiness.models import ItemVersion
from webapp.teaching.domain.scoring import settle
from webapp.teaching.domain.working import check_attempts, enter, new_work, stamp
from webapp.teaching.models import Assignment, Item, Work

SECONDS = 0.0
"""How long an answer took is not known for one of many on a page."""


@dataclass(frozen=True)
class Sheet:
    """The questions of an attempt, in order, with the seed that fixes the order of their options."""

    work: Work
    versions: tuple[ItemVersion, ...]

    def showing(self, number: int) -> Showing:
        """Question `number`, from 1, with its answer once it is given."""
        quiz = self.work.quiz or {}
        answers, scores = quiz.get("answers"), quiz.get("scores")
        return Showing(
            f"work:{self.work.pk}:{number}",
            number,
            answers[number - 1] if answers else None,
            scores[number - 1] if scores else None,
        )

    def questions(self) -> list[Question]:
        """What is asked."""
        return [present(self.showing(number), version) for number, version in enumerate(self.versions, 1)]

    def reviews(self) -> list[Review]:
        """What there is to learn, once it is marked."""
        return [review(self.showing(number), version) for number, version in enumerate(self.versions, 1)]


def pool(topics: list[str]) -> list[int]:
    """Versions of the items that a quiz about these topics (all, if none is named) can draw."""
    rows = Asked.objects.filter(kind=Asked.Kind.QUIZ, retired=False, current__isnull=False)
    rows = rows.filter(topic__in=topics) if topics else rows
    return list(rows.order_by("name").values_list("current", flat=True))


def begin(user: User, item: Item, now: datetime) -> Work:
    """A drawn quiz; one that is not handed in is gone on with."""
    with transaction.atomic():
        place = enter(user, item, now)
        open_ = Work.objects.filter(item=item, user=user, finished_at=None, score=None).last()
        if open_ is not None and open_.quiz and open_.quiz.get("answers") is None:
            return open_
        check_attempts(user, item)
        there = pool(item.draws["topics"])
        if not there:
            raise Refused("quiz.empty", "This site has no questions on these topics any more.", 409)
        drawn = random.SystemRandom().sample(there, min(item.draws["count"], len(there)))
        return new_work(user, item, place.window, now, quiz={"versions": drawn, "answers": None})


def sheet_of(work: Work) -> Sheet:
    """The questions of an attempt."""
    if not work.quiz:
        raise Refused("quiz.none", "This is no quiz.", 404)
    rows = ItemVersion.objects.select_related("item").in_bulk(work.quiz["versions"])
    return Sheet(work, tuple(rows[pk] for pk in work.quiz["versions"]))


def read_answers(sheet: Sheet, sent: Any) -> list[Any]:
    """The answers in what a browser sent, fields named q<number>-…; None where nothing was answered.

    Refused with the number of the question whose answer cannot be read.
    """
    answers: list[Any] = []
    for number, version in enumerate(sheet.versions, 1):
        prefix, item = f"q{number}-", source_of(version)
        mine = sent.copy()
        for name in list(mine):
            mine.pop(name)
        for name in sent:
            if name.startswith(prefix):
                mine.setlist(name.removeprefix(prefix), sent.getlist(name))
        if not any(value.strip() for name in mine for value in mine.getlist(name)):
            answers.append(None)
            continue
        form = AnswerForm(item, order_of(sheet.showing(number), item), mine)
        if not form.is_valid():
            raise Refused(
                "answer.incomplete", f"Question {number}: {form.complaint()} Nothing is counted yet."
            )
        marked(
            version, form.cleaned_data["answer"]
        )  # what cannot be marked is refused while it can be mended
        answers.append(form.cleaned_data["answer"])
    return answers


def hand_in(user: User, work: Work, answers: list[Any], now: datetime) -> Work:
    """Take the answers of an attempt, once; the moment of handing in decides whether it is late."""
    with transaction.atomic():
        place = enter(user, work.item, now)
        fresh = Work.objects.select_for_update(of=("self",)).get(pk=work.pk)
        if fresh.quiz is None or fresh.quiz.get("answers") is not None:
            raise Refused("quiz.done", "This quiz was handed in before. The first answers stay.", 409)
        quiz = fresh.quiz | {"answers": answers}
        Work.objects.filter(pk=work.pk).update(quiz=quiz, **stamp(place.window, now))
        work.refresh_from_db()
        if work.feedback != Assignment.Feedback.AFTER_DUE:
            mark(work, now)
    return work


def mark(work: Work, now: datetime) -> None:
    """Mark a quiz that was handed in; what is told of each question is evidence at once, else when it is over."""
    sheet = sheet_of(work)
    quiz = work.quiz or {}
    scores = [marked(version, given) for version, given in zip(sheet.versions, quiz["answers"], strict=True)]
    work.quiz = quiz | {"scores": scores}
    Work.objects.filter(pk=work.pk).update(quiz=work.quiz)
    settle(work, sum(scores) / len(scores), now)
    work.refresh_from_db()
    if work.feedback == Assignment.Feedback.ALL:
        note_evidence(work)


def note_evidence(work: Work) -> None:
    """Log the answers as evidence, each once."""
    sheet, quiz = sheet_of(work), work.quiz or {}
    rows = zip(sheet.versions, quiz["answers"], quiz["scores"], strict=True)
    for number, (version, given, score) in enumerate(rows, 1):
        source = f"work:{work.pk}:{number}"
        record(work.user, quiz_observation(version, source, score, work.at, SECONDS, given is not None))
