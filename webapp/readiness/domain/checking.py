"""A readiness check: one question at a time, one answer each, on whatever device."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction

from webapp.accounts.models import User
from webapp.practice.domain.refusals import Refused
from webapp.practice.models import Submission
from webapp.readiness.domain.choosing import next_item, next_problem
from webapp.readiness.domain.log import record
from webapp.readiness.domain.observing import quiz_answer
from webapp.readiness.domain.presenting import marked
from webapp.readiness.domain.remembering import answered
from webapp.readiness.models import Asked, Check, Evidence, ItemVersion

LEAST_S, PATIENCE = 600, 6
"""A question stays open for ten minutes, or six times what it typically takes."""


def start(user: User, now: datetime, **wishes: Any) -> Check:
    """The person's open check, or a new one with these wishes (focus, explain_at_once, with_code)."""
    with transaction.atomic():
        User.objects.select_for_update().only("pk").get(pk=user.pk)
        found = open_check(user)
        wishes["focus"] = list(dict.fromkeys(wishes.get("focus", ())))
        return found or Check.objects.create(user=user, started_at=now, **wishes)


def open_check(user: User) -> Check | None:
    """The check that the person has not finished."""
    return Check.objects.filter(user=user, finished_at__isnull=True).first()


def current(check: Check, now: datetime) -> Asked | None:
    """The question that is open, or the next one; None when the check is over or nothing is left to ask."""
    with transaction.atomic():
        check = _locked(check.user_id, check.pk)
        if check.finished_at:
            return None
        asked = _open(check)
        if asked and not check.paused and elapsed(asked, now) > time_limit(asked):
            _close(asked, Asked.State.EXPIRED)
            asked = None
        if asked and asked.problem_id and _handed_in(asked):
            _close(asked, Asked.State.ANSWERED, answered_at=now)
            asked = None
        if asked or check.paused:
            return asked
        return _ask(check, now)


def answer(user: User, check_id: UUID, number: int, given: Any, now: datetime) -> Asked:
    """Take the answer to question `number`: letters, text, or None for "I do not know".

    Refused, with nothing changed, for a question that is not open, too late, or what is no answer to it.
    """
    late = False
    with transaction.atomic():
        check = _locked(user.pk, check_id)
        asked = expect_open(check, number)
        if elapsed(asked, now) > time_limit(asked):
            _close(asked, Asked.State.EXPIRED)
            late = True
        else:
            score = marked(item_asked(asked), given)
            _close(asked, Asked.State.ANSWERED, answer=given, score=score, answered_at=now)
            seconds = elapsed(asked, now)
            record(user, quiz_answer(asked, score, now, seconds))
            answered(asked, now, seconds)
    if late:
        raise Refused(
            "check.late",
            f"The time for question {number} was over. Nothing is counted; here is the next.",
            409,
        )
    return asked


def expect_open(check: Check, number: int) -> Asked:
    """Question `number` of the check if it may be answered now, else a refusal that says why not."""
    asked = check.asked.filter(number=number).select_related("version__item").first()
    if asked is None:
        raise Refused(
            "check.not_asked", f"Question {number} has not been asked yet. Nothing is counted.", 409
        )
    if asked.state == Asked.State.ANSWERED:
        raise Refused(
            "check.answered", f"Question {number} was answered before. The first answer stays.", 409
        )
    if asked.state == Asked.State.EXPIRED:
        raise Refused("check.late", f"The time for question {number} is over. Nothing is counted.", 409)
    if asked.state == Asked.State.SKIPPED:
        raise Refused("check.skipped", f"Question {number} was left out. Nothing is counted.", 409)
    if check.finished_at:
        raise Refused("check.finished", "This check is finished. Nothing is counted any more.", 409)
    if check.paused:
        raise Refused("check.paused", "The check is paused. Resume it, then answer.", 409)
    return asked


def being_graded(asked: Asked) -> bool:
    """Whether the problem that was asked was handed in, and its verdict is not here yet."""
    if asked.problem is None:
        return False
    sent = Submission.objects.filter(user=asked.check_run.user_id, problem=asked.problem, mode="grade")
    return sent.exclude(state=Submission.State.DONE).exists()


def item_asked(asked: Asked) -> ItemVersion:
    """The item's version behind a question; a problem is refused, for it is answered by its submissions."""
    if asked.version is None:
        raise Refused("check.problem", "This is a problem: it is answered by submitting code.", 409)
    return asked.version


def pause(user: User, check_id: UUID, now: datetime) -> None:
    """Stop the clock of the open question; twice is once."""
    with transaction.atomic():
        check = _locked(user.pk, check_id)
        if check.finished_at or check.paused:
            return
        if asked := _open(check):
            Asked.objects.filter(pk=asked.pk).update(spent_s=elapsed(asked, now))
        Check.objects.filter(pk=check.pk).update(paused=True)


def resume(user: User, check_id: UUID, now: datetime) -> None:
    """Go on, with the same question and what was left of its time."""
    with transaction.atomic():
        check = _locked(user.pk, check_id)
        if check.paused:
            # A problem has no clock, and what was handed in during the pause answers it.
            questions = Asked.objects.filter(check_run=check, version__isnull=False)
            questions.filter(state=Asked.State.OPEN).update(opened_at=now)
            Check.objects.filter(pk=check.pk).update(paused=False)


def skip(user: User, check_id: UUID, number: int) -> None:
    """Leave a problem out; a quiz item is answered with "I do not know" instead."""
    with transaction.atomic():
        asked = expect_open(_locked(user.pk, check_id), number)
        if asked.problem_id is None:
            raise Refused("check.item", "A question can be answered with “I do not know”.", 409)
        _close(asked, Asked.State.SKIPPED)


def finish(user: User, check_id: UUID, now: datetime) -> Check:
    """End the check; a question that is still open is not counted."""
    with transaction.atomic():
        check = _locked(user.pk, check_id)
        if check.finished_at is None:
            if asked := _open(check):
                _close(asked, Asked.State.SKIPPED)
            check.finished_at, check.paused = now, False
            check.save(update_fields=["finished_at", "paused"])
    return check


def find(user: User, check_id: UUID) -> Check:
    """The person's own check; somebody else's is not there."""
    check = Check.objects.filter(pk=check_id, user=user).first()
    if check is None:
        raise Refused("check.unknown", "There is no such check of yours. Nothing is counted.", 404)
    return check


def elapsed(asked: Asked, now: datetime) -> float:
    """Seconds for which the question was open, pauses left out."""
    if asked.check_run.paused:
        return asked.spent_s
    return asked.spent_s + max(0.0, (now - asked.opened_at) / timedelta(seconds=1))


def time_limit(asked: Asked) -> float:
    """Seconds after which an answer is no longer evidence."""
    if asked.version is None:
        return float("inf")
    return max(LEAST_S, PATIENCE * asked.version.seconds)


def _locked(user_id: int, check_id: UUID) -> Check:
    check = Check.objects.select_for_update().filter(pk=check_id, user=user_id).first()
    if check is None:
        raise Refused("check.unknown", "There is no such check of yours. Nothing is counted.", 404)
    return check


def _open(check: Check) -> Asked | None:
    rows = Asked.objects.filter(check_run=check, state=Asked.State.OPEN)
    return rows.select_related("check_run", "version__item", "problem__set", "problem__current").first()


def _close(asked: Asked, state: str, **more: Any) -> None:
    asked.state = Asked.State(state)
    for name, value in more.items():
        setattr(asked, name, value)
    asked.save(update_fields=["state", *more])


def _ask(check: Check, now: datetime) -> Asked | None:
    number = check.asked.count() + 1
    problem = next_problem(check, number, now)
    version = None if problem else next_item(check, number, now)
    if problem is None and version is None:
        return None
    return Asked.objects.create(
        check_run=check, number=number, version=version, problem=problem, opened_at=now
    )


def _handed_in(asked: Asked) -> bool:
    """Whether a submission of the problem was graded since it was asked; its verdict is evidence by itself."""
    return Evidence.objects.filter(
        user=asked.check_run.user_id,
        kind=Evidence.Kind.CODE,
        problem__problem=asked.problem_id,
        at__gte=asked.opened_at,
    ).exists()
