"""Hand a submission to the broker; the row stays the truth whether or not the broker takes it."""

import structlog
from django.utils import timezone
from kombu.exceptions import OperationalError

from graders.messages import Job, Queue, task_name
from graders.package import SUBMISSION
from webapp.broker import BrokerDown
from webapp.celery import app
from webapp.practice.models import Submission

log = structlog.get_logger(__name__)


def queue_of(submission: Submission) -> Queue:
    """Runs and grades wait apart, so that a full queue of grades does not hold up a quick run."""
    return Queue.RUN if submission.mode == Submission.Mode.RUN else Queue.GRADE


def job_of(submission: Submission) -> Job:
    """What a grader needs to know, and no more: neither who nor where."""
    return Job(
        submission=submission.id,
        attempt=submission.attempt,
        mode="run" if submission.mode == Submission.Mode.RUN else "grade",
        package=submission.version.digest,
        files={SUBMISSION: submission.code},
        own_input=submission.own_input or None,
        seed=submission.seed,
        queue=queue_of(submission),
    )


def publish(submission: Submission) -> bool:
    """Put the submission's current attempt on its queue and note when; False when the broker is away."""
    job = job_of(submission)
    try:
        app.send_task(
            task_name(job.queue),
            args=[job.model_dump(mode="json")],
            queue=job.queue.value,
            retry=False,
            ignore_result=True,
        )
    except (OperationalError, *BrokerDown) as error:
        log.warning("not queued", submission=str(submission.id), error=str(error))
        return False
    submission.queued_at = timezone.now()
    # A fast grader may have reported by now: only the time of queueing is written.
    Submission.objects.filter(pk=submission.pk).update(queued_at=submission.queued_at)
    return True
