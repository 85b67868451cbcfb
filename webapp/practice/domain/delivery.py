"""Hand a submission to the broker; the row stays the truth whether or not the broker takes it."""

import structlog
from django.utils import timezone
from kombu.exceptions import OperationalError

from graders.messages import Job, Queue, task_name
from graders.package import SUBMISSION
from webapp.broker import BrokerDown, graders_recently
from webapp.celery import app
from webapp.practice.domain.placing import place, queue_of
from webapp.practice.models import Submission

log = structlog.get_logger(__name__)


def job_of(submission: Submission, queue: Queue | None = None) -> Job:
    """What a grader needs to know, and no more: neither who nor where. `queue`: the one it was put into last."""
    return Job(
        submission=submission.id,
        attempt=submission.attempt,
        mode="run" if submission.mode == Submission.Mode.RUN else "grade",
        package=submission.version.digest,
        files={SUBMISSION: submission.code},
        own_input=submission.own_input or None,
        seed=submission.seed,
        queue=queue or queue_of(submission),
        smaller=submission.told == Submission.Told.ALL,
        single_use=submission.single_use,
    )


def publish(submission: Submission) -> bool:
    """Put the submission's current attempt on its queue and note when; False when the broker is away."""
    graders = graders_recently() if submission.version.device else None
    job = job_of(submission, place(submission, graders))
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
    submission.queued_at, submission.queue = timezone.now(), job.queue.value
    # A fast grader may have reported by now: only when and where it was queued is written.
    Submission.objects.filter(pk=submission.pk).update(queued_at=submission.queued_at, queue=submission.queue)
    return True
