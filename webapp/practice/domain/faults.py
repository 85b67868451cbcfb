"""What happens to a submission when grading fails through no fault of its own."""

from uuid import UUID

import structlog
from django.db import transaction
from django.utils import timezone

from graders.messages import Event
from webapp.practice.domain import verdicts
from webapp.practice.domain.delivery import publish
from webapp.practice.models import Submission

log = structlog.get_logger(__name__)

MAX_ATTEMPTS = 3
GAVE_UP = (
    "This could not be graded: the grader failed {attempts} times while working on it. That is our fault or the "
    "machine's, not a verdict on your code. Nothing is lost; you can submit it again."
)


def retry_or_end(submission: UUID, event: Event) -> None:
    """Act on a fault that a grader has reported about the attempt that counts."""
    data = event.data
    text = str(data.get("text") or GAVE_UP.format(attempts=event.attempt))
    fault, detail = data.get("id") or data.get("message"), data.get("detail")
    log.warning("grader fault", fault=fault, detail=detail, attempt=event.attempt)
    if data.get("retry", True):
        requeue(submission, event.attempt, text if data.get("text") else None)
    else:
        end(submission, event.attempt, text)


def requeue(submission: UUID, attempt: int, reason: str | None = None) -> bool:
    """Queue the next attempt after `attempt`, or end in IE when there were enough; False if it has moved on."""
    if attempt >= MAX_ATTEMPTS:
        return end(submission, attempt, reason or GAVE_UP.format(attempts=attempt))
    changed = (
        Submission.objects.filter(pk=submission, attempt=attempt)
        .exclude(state="done")
        .update(state="queued", attempt=attempt + 1, queued_at=None, started_at=None, reported_at=None)
    )
    if changed != 1:
        return False
    log.warning("queued again", submission=str(submission), attempt=attempt + 1)
    transaction.on_commit(lambda: deliver(submission), robust=True)
    return True


def end(submission: UUID, attempt: int, text: str) -> bool:
    """Finish with IE, our fault; False if another attempt or verdict came first."""
    changed = (
        Submission.objects.filter(pk=submission, attempt=attempt)
        .exclude(state="done")
        .update(state="done", verdict="IE", fault=text, finished_at=timezone.now())
    )
    if changed == 1:
        verdicts.count(submission, "IE")
        log.error("ended as infrastructure fault", submission=str(submission), attempt=attempt)
    return changed == 1


def deliver(submission: UUID) -> bool:
    """Publish the submission as it stands now, if it still waits."""
    row = Submission.objects.select_related("version").filter(pk=submission, state="queued").first()
    return row is not None and publish(row)
