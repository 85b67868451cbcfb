"""Celery tasks: verdicts become evidence, and items are calibrated."""

from datetime import timedelta

from celery import shared_task
from django.utils import timezone

from webapp.practice.models import Submission
from webapp.readiness.domain import observing
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
    """Log the verdicts that got lost on their way."""
    for row in observing.missed(timezone.now() - LOOK_BACK):
        _take(row)


def _take(row: Submission) -> None:
    observing.verdict(row)
    solved(row)


@shared_task(name="readiness.calibrate")
def calibrate_items() -> None:
    """Learn from all answers how hard the items are."""
    calibrate(timezone.now())
