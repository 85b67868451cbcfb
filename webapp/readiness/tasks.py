"""Celery tasks: verdicts become evidence, what a rejudge changed is revised, and items are calibrated."""

from datetime import timedelta
from uuid import UUID

from celery import shared_task
from django.utils import timezone

from webapp.practice.models import Submission
from webapp.readiness.domain import observing, revising
from webapp.readiness.domain.calibrating import calibrate
from webapp.readiness.domain.remembering import solved

LOOK_BACK = timedelta(hours=6)


@shared_task(name="readiness.take_verdict")
def take_verdict(submission: str) -> None:
    """Log the verdict on one submission; again changes nothing."""
    row = (
        Submission.objects.filter(pk=submission)
        .select_related("user", "version", "problem")
        .defer("code")
        .first()
    )
    if row is not None:
        _take(row)


@shared_task(name="readiness.sweep")
def sweep_verdicts() -> None:
    """Log the verdicts that got lost on their way, and revise what a rejudge has replaced."""
    since = timezone.now() - LOOK_BACK
    for row in observing.missed(since):
        _take(row)
    revising.revise(revising.replaced(since))


@shared_task(name="readiness.retake_verdicts")
def retake_verdicts(submissions: list[str]) -> None:
    """Revise the evidence after a rejudge of these submissions; again changes nothing."""
    revising.revise([UUID(pk) for pk in submissions])


def _take(row: Submission) -> None:
    observing.verdict(row)
    solved(row)


@shared_task(name="readiness.calibrate")
def calibrate_items() -> None:
    """Learn from all answers how hard the items are."""
    calibrate(timezone.now())
