"""What happens by the clock: exams end, and what is over for everybody is graded, told and let go. Each step happens once."""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from functools import partial

import structlog
from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from webapp.accounts.models import User
from webapp.practice.domain.submitting import take_in
from webapp.practice.models import Submission
from webapp.teaching.domain import quizzes
from webapp.teaching.domain.rounds import settle_one, settle_rounds
from webapp.teaching.domain.scoring import tell_grades
from webapp.teaching.domain.sitting import let_go, over_at
from webapp.teaching.domain.working import end_sitting
from webapp.teaching.models import Assignment, Sitting, Work

log = structlog.get_logger(__name__)
AT_ONCE = 200
"""Attempts that one look hands to the graders, so that other submissions are not shut out for long."""
MOST_KEPT = 10
"""So many attempts of one person at an item are graded that was kept back: blind tries beyond them say nothing."""
LOOK_BACK = timedelta(days=14)


def sweep(now: datetime) -> None:
    """Do what is due. One assignment that cannot be closed must not hold up the others."""
    for sitting in Sitting.objects.filter(finished_at=None, deadline__lte=now).select_related(
        "assignment__cohort", "user"
    ):
        _guarded(partial(end_sitting, sitting, now), sitting=str(sitting.pk))
    for assignment in _maybe_over(now):
        if over_at(assignment) < now:
            _guarded(partial(close, assignment, now), assignment=str(assignment.pk))
    _guarded(partial(settle_rounds, now))


def close(assignment: Assignment, now: datetime) -> None:
    """It is over for everybody: grade what was kept back, tell what was narrowed, let go of what was held."""
    for sitting in assignment.sittings.filter(finished_at=None, deadline__isnull=False).select_related(
        "user"
    ):
        end_sitting(sitting, now)
    _grade_kept_back(assignment, now)
    mine = Work.objects.filter(item__assignment=assignment)
    narrowed = mine.filter(submission__isnull=False).exclude(submission__told=Submission.Told.ALL)
    Submission.objects.filter(pk__in=narrowed.values("submission")).update(told=Submission.Told.ALL)
    for work in mine.filter(quiz__isnull=False, score__isnull=False).exclude(
        feedback=Assignment.Feedback.ALL
    ):
        quizzes.note_evidence(work)
    tell_grades(assignment)
    for sitting in assignment.sittings.filter(released_at=None):
        let_go(sitting, now)


def _maybe_over(now: datetime) -> list[Assignment]:
    """Assignments past their own dates in which something is held or kept back."""
    held = Sitting.objects.filter(assignment=OuterRef("pk"), released_at=None)
    kept = Work.objects.filter(item__assignment=OuterRef("pk"), score=None).filter(
        Q(submission=None) & ~Q(code="") | Q(quiz__isnull=False) | Q(interview__isnull=False)
    )
    recent = Q(due_at__gte=now - LOOK_BACK) & Exists(kept.filter(feedback=Assignment.Feedback.AFTER_DUE))
    past = Q(due_at__lte=now) | Q(cohort__archived_at__isnull=False)
    rows = Assignment.objects.filter(past, published_at__isnull=False).filter(Exists(held) | recent)
    return list(rows.select_related("cohort"))


def _grade_kept_back(assignment: Assignment, now: datetime) -> None:
    rows = Work.objects.filter(item__assignment=assignment, score=None).select_related(
        "item__version", "item__assignment__cohort", "user", "interview"
    )
    for work in _that_can_count(rows.filter(submission=None).exclude(code=""), assignment)[:AT_ONCE]:
        _submit(work, now)
    for work in rows.filter(quiz__answers__isnull=False):
        if work.quiz and work.quiz.get("answers") is not None:
            quizzes.mark(work, now)
    for work in rows.filter(interview__isnull=False):
        settle_one(work, now)


def _that_can_count(rows: Iterable[Work], assignment: Assignment) -> list[Work]:
    """Of one person's attempts at an item the last where that one counts, else the last few."""
    most = 1 if assignment.counts == Assignment.Counts.LAST else MOST_KEPT
    mine: dict[tuple[int, int], list[Work]] = {}
    for work in sorted(rows, key=lambda work: work.number):
        mine.setdefault((work.item_id, work.user_id), []).append(work)
    return [work for works in mine.values() for work in works[-most:]]


def _submit(work: Work, now: datetime) -> None:
    """To the graders, once: the row says whether it went."""
    assert work.item.version is not None
    with transaction.atomic():
        User.objects.select_for_update().only("pk").get(pk=work.user_id)
        if Work.objects.filter(pk=work.pk, submission=None).exists():
            submission = take_in(
                work.user, work.item.version, Submission.Mode.GRADE, work.code,
                single_use=work.item.assignment.exam,
            )  # fmt: skip
            Work.objects.filter(pk=work.pk).update(submission=submission)


def _guarded(step: Callable[[], object], **about: str) -> None:
    try:
        step()
    except Exception:
        log.exception("teaching: a step of the clock failed", **about)
