"""A person takes back what still waits, so that nobody grades it any more."""

from django.utils import timezone

from webapp.broker import wake
from webapp.practice.domain import verdicts
from webapp.practice.models import Submission

TAKEN_BACK = "You took this back before a grader had begun with it."


def withdraw(submission: Submission) -> bool:
    """End a submission that nobody has begun with, as CANCELLED; False if somebody has, or it is over.

    Its message may still lie in a queue: a grader that takes it finds the verdict given, and changes nothing.
    """
    changed = Submission.objects.filter(pk=submission.pk, state="queued").update(
        state="done", verdict="CANCELLED", fault=TAKEN_BACK, finished_at=timezone.now()
    )
    if changed == 1:
        verdicts.count(submission.pk, "CANCELLED")
        wake([submission.pk])
    return changed == 1
