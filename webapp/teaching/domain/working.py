"""What a candidate does for an assignment: hands code in, begins mock rounds, ends an exam. The server's clock decides.

Every attempt carries the rules that held when it was made (dates, penalty, feedback): what is changed later leaves it alone.
"""

from datetime import datetime
from typing import Any

import structlog
from django.conf import settings
from django.db import transaction
from django.db.models import Max

from webapp.accounts.models import User
from webapp.interviews.domain.drawing import book
from webapp.interviews.models import Interview
from webapp.practice.domain.code import check_code, check_own_input
from webapp.practice.domain.limits import Rate, check_rate
from webapp.practice.domain.refusals import Refused
from webapp.practice.domain.submitting import take_in
from webapp.practice.models import Draft, Submission
from webapp.teaching.domain.scoring import used
from webapp.teaching.domain.sitting import Place, place_of
from webapp.teaching.domain.timing import Phase, Window
from webapp.teaching.models import Assignment, Item, Sitting, Work

log = structlog.get_logger(__name__)
Feedback = Assignment.Feedback
TOLD = {
    Feedback.ALL: Submission.Told.ALL,
    Feedback.KIND: Submission.Told.KIND,
    Feedback.VERDICT: Submission.Told.VERDICT,
}


def hand_in(user: User, item: Item, code: Any, now: datetime) -> Work:
    """Take an attempt at a problem; Refused, with nothing stored, when it may not be made."""
    text = check_code(code)
    with transaction.atomic():
        place = enter(user, item, now)
        check_rate(user, Submission.Mode.GRADE, now)
        _check_kept_rate(user, now)
        check_attempts(user, item)
        return _attempt(user, item, text, place.window, now)


def try_out(user: User, item: Item, code: Any, own_input: Any, now: datetime) -> Submission:
    """Run code on the samples of the assigned version, or on an input of one's own."""
    assert item.version is not None
    text, own = check_code(code), check_own_input(item.version.entry, own_input)
    with transaction.atomic():
        enter(user, item, now)
        check_rate(user, Submission.Mode.RUN, now)
        return take_in(
            user, item.version, Submission.Mode.RUN, text, own, single_use=item.assignment.exam
        )  # fmt: skip


def enter(user: User, item: Item, now: datetime) -> Place:
    """Hold the person's row, and see that work is taken; Refused where it is not."""
    User.objects.select_for_update().only("pk").get(pk=user.pk)
    place = place_of(user, item.assignment, now)
    if place.takes:
        return place
    if place.phase is Phase.BEFORE:
        raise Refused("assignment.early", "This assignment has not opened yet.", 409)
    if item.assignment.exam and place.sitting is None and place.window.takes(now):
        raise Refused("assignment.not_begun", "Start the exam first.", 409)
    if place.sat and place.window.takes(now):
        raise Refused(
            "assignment.over", "Your time is over, or you have handed in. Nothing more is taken.", 409
        )
    raise Refused("assignment.closed", "This assignment is closed. Nothing more is taken.", 409)


def attempts_left(user: User, item: Item) -> int | None:
    """How often the item may still be tried; None for as often as one likes."""
    most = item.assignment.attempts
    return None if most is None else max(0, most - used(item, user))


def check_attempts(user: User, item: Item) -> None:
    """Refused when all attempts are used up."""
    if attempts_left(user, item) == 0:
        raise Refused("assignment.attempts", "You have used up all attempts at this.", 409)


def new_work(user: User, item: Item, window: Window, now: datetime, **more: Any) -> Work:
    """The row of the next attempt, under the rules that hold now."""
    last = Work.objects.filter(item=item, user=user).aggregate(last=Max("number"))["last"] or 0
    return Work.objects.create(
        item=item, user=user, number=last + 1, feedback=item.assignment.feedback, **stamp(window, now), **more
    )


def stamp(window: Window, at: datetime) -> dict[str, Any]:
    """What the dates say of something handed in at that moment."""
    return {
        "at": at,
        "due_at": window.due_at,
        "extended": window.extended,
        "late": at > window.due_at,
        "factor": window.factor(at),
    }


def begin_rounds(user: User, item: Item, now: datetime) -> Interview:
    """Draw the rounds of an item for the person; an interview that is not handed in is gone on with."""
    draws = item.draws
    with transaction.atomic():
        place = enter(user, item, now)
        open_ = Work.objects.filter(item=item, user=user, score=None, interview__isnull=False).last()
        if open_ is not None and open_.interview is not None and not _done(open_.interview):
            return open_.interview
        check_attempts(user, item)
        interview = book(user, draws["loop"], draws["level"], tuple(draws["rounds"]), now)
        new_work(user, item, place.window, now, interview=interview)
    return interview


def finish_exam(user: User, assignment: Assignment, now: datetime) -> None:
    """The candidate hands the exam in, with what stands in its editors; again changes nothing."""
    sitting = Sitting.objects.filter(assignment=assignment, user=user).first()
    if not assignment.exam or sitting is None:
        raise Refused("assignment.not_begun", "You have not started this exam.", 409)
    end_sitting(sitting, now)


def end_sitting(sitting: Sitting, now: datetime) -> bool:
    """End an exam at its deadline or now, whichever is first; exactly one caller gets to. What was left is handed in."""
    at = min(now, sitting.deadline) if sitting.deadline else now
    with transaction.atomic():
        User.objects.select_for_update().only("pk").get(pk=sitting.user_id)
        if Sitting.objects.filter(pk=sitting.pk, finished_at=None).update(finished_at=at) != 1:
            return False
        items = sitting.assignment.items.filter(kind=Item.Kind.PROBLEM).select_related(
            "version", "assignment__cohort"
        )
        for item in items:
            _hand_in_what_is_left(sitting, item, at)
    log.info("exam ended", sitting=str(sitting.pk))
    return True


def _hand_in_what_is_left(sitting: Sitting, item: Item, at: datetime) -> None:
    """What stood in the editor at the end, unless it was handed in as it stands, or nothing was written."""
    assert item.version is not None
    user = sitting.user
    text = _draft_at(user, item, sitting.started_at, at)
    if text is None or not text.strip() or text.strip() == item.version.starter.strip():
        return
    last = Work.objects.filter(item=item, user=user).select_related("submission").last()
    if last is not None and text in (last.code, last.submission.code if last.submission else None):
        return
    if attempts_left(user, item) != 0:
        _attempt(user, item, text, place_of(user, item.assignment, at).window, at)


def _draft_at(user: User, item: Item, since: datetime, at: datetime) -> str | None:
    """The draft as the server had it then; None if nothing was written since."""
    assert item.version is not None
    draft = Draft.objects.filter(user=user, problem=item.version.problem_id).first()
    if draft is None:
        return None
    if draft.updated_at <= at:
        return draft.content if draft.updated_at >= since else None
    earlier = draft.history.filter(refused=False, created_at__gte=since, created_at__lte=at).first()
    return earlier.content if earlier else None


def _attempt(user: User, item: Item, code: str, window: Window, at: datetime) -> Work:
    """Store an attempt at a problem: to the graders, or kept back where nothing is told until the end."""
    assert item.version is not None
    feedback = Feedback(item.assignment.feedback)
    if feedback is Feedback.AFTER_DUE:
        return new_work(user, item, window, at, code=code)
    submission = take_in(
        user, item.version, Submission.Mode.GRADE, code, told=TOLD[feedback], single_use=item.assignment.exam
    )
    return new_work(user, item, window, at, submission=submission)


def _check_kept_rate(user: User, now: datetime) -> None:
    """What is kept back makes no submission that `check_rate` could count."""
    rate = Rate.parse(settings.RATE_SUBMIT)
    if Work.objects.filter(user=user, at__gt=now - rate.window).exclude(code="").count() >= rate.count:
        raise Refused(
            "rate.exceeded", "That were many attempts in a short time. Wait a minute.", 429, wait_s=60
        )


def _done(interview: Interview) -> bool:
    return not interview.rounds.exclude(state="done").exists()
