"""What an attempt is worth, and which of several counts."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from webapp.accounts.models import User
from webapp.practice.models import Submission
from webapp.teaching.models import Assignment, Item, Work
from webapp.teaching.signals import grade_changed

OURS = ("IE", "CANCELLED")
"""Verdicts that say nothing of the candidate's code: such an attempt is none."""


def share_of(submission: Submission) -> float | None:
    """The part of its points that a graded submission earned, 0 to 1; None while it is not graded, or by our fault."""
    if not submission.done or submission.verdict in OURS:
        return None
    if submission.points:
        return min(1.0, max(0.0, (submission.score or 0.0) / submission.points))
    return 1.0 if submission.verdict == "AC" else 0.0


def settle(work: Work, score: float | None, now: datetime) -> None:
    """Note an attempt's score, and see which one counts; None takes the score back."""
    with transaction.atomic():
        _lock(work.user_id)
        Work.objects.filter(pk=work.pk).update(score=score, finished_at=None if score is None else now)
        choose(work.item_id, work.user_id, work.item.assignment.counts)
        tell_grade(work.item.assignment_id, work.user_id)


def settle_submission(submission_id: UUID, now: datetime) -> None:
    """A submission got a verdict, or another one: if it was handed in for an assignment, it is an attempt's score."""
    attempts = Work.objects.filter(submission=submission_id)
    if not attempts.exists():  # as for most submissions, each of which somebody waits for
        return
    work = attempts.select_related("item__assignment", "submission").first()
    if work is not None and work.submission is not None:
        settle(work, share_of(work.submission), now)


def choose(item_id: int, user_id: int, counts: str) -> None:
    """Of the attempts that have a score, the best or the last one counts; of equal ones the earlier."""
    rows: list[Any] = list(
        Work.objects.filter(item=item_id, user=user_id, score__isnull=False).values(
            "pk", "number", "score", "factor", "counts"
        )
    )
    chosen: Any = None
    if rows and counts == Assignment.Counts.LAST:
        chosen = max(rows, key=lambda row: row["number"])["pk"]
    elif rows:
        chosen = max(rows, key=lambda row: (row["score"] * row["factor"], -row["number"]))["pk"]
    Work.objects.filter(item=item_id, user=user_id, counts=True).exclude(pk=chosen).update(counts=False)
    if chosen is not None:
        Work.objects.filter(pk=chosen, counts=False).update(counts=True)


def choose_again(assignment: Assignment) -> None:
    """After it was changed which attempt counts: for everybody."""
    pairs = Work.objects.filter(item__assignment=assignment, score__isnull=False)
    with transaction.atomic():
        for item, user in pairs.values_list("item", "user").distinct():
            choose(item, user, assignment.counts)
        tell_grades(assignment)


def tell_grade(assignment_id: UUID, user_id: int) -> None:
    """Let other apps hear that a grade may have changed."""
    grade_changed.send(sender=Work, assignment=assignment_id, user=user_id)


def tell_grades(assignment: Assignment) -> None:
    """The same for everybody who has one."""
    graded = Work.objects.filter(item__assignment=assignment, counts=True)
    for user in graded.values_list("user", flat=True).distinct():
        tell_grade(assignment.pk, user)


def used(item: Item, user: User) -> int:
    """How many attempts the person has used up; those that failed by our fault are given back."""
    return Work.objects.filter(item=item, user=user).exclude(submission__verdict__in=OURS).count()


def _lock(user_id: int) -> None:
    User.objects.select_for_update().only("pk").get(pk=user_id)
