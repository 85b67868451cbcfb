"""Find submissions that nobody is working on any more, and queue them again.

The broker delivers, the rows know. A submission counts as lost when
  - the broker never took it (`queued_at` is empty): it is published, as the same attempt;
  - it waits although its queue is empty, or although one that was queued later has been started: a worker died
    with it, or the broker forgot. It becomes the next attempt if there was a grader that could have died of it;
  - a grader had begun, but none that lives says that it still works on it: it becomes the next attempt.
One that was queued for a runner with a GPU, and whose problem can do without, becomes the next attempt when no such runner is left.
"""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

import structlog
from django.utils import timezone

from graders.messages import Heartbeat
from webapp.broker import graders_alive, queue_length, wake
from webapp.practice.domain.delivery import publish
from webapp.practice.domain.faults import MAX_ATTEMPTS, requeue
from webapp.practice.domain.placing import is_stranded, queue_of, same_queue, serves
from webapp.practice.models import Submission

log = structlog.get_logger(__name__)

UNSENT_AFTER = timedelta(seconds=2)  # younger rows are still being published by the request that made them
WAITED_AFTER = timedelta(seconds=10)
OVERTAKEN_AFTER = timedelta(seconds=30)
SILENT_AFTER = timedelta(seconds=15)  # a dead grader's heartbeat lives on for 10 s


@dataclass
class Swept:
    """What one sweep did, by submission id."""

    published: list[UUID] = field(default_factory=list)
    requeued: list[UUID] = field(default_factory=list)


def sweep() -> Swept:
    """One round; raises one of `BrokerDown` without having changed anything when the broker is away."""
    graders = graders_alive()
    busy = {submission for grader in graders for submission in grader.busy}
    now, swept = timezone.now(), Swept()
    waiting = Submission.objects.exclude(state="done").exclude(pk__in=busy).order_by("created_at")
    lengths: dict[str, int] = {}
    for submission in waiting.select_related("version").defer("report"):
        if submission.state != "queued":
            if now - _heard(submission) > SILENT_AFTER and requeue(submission.pk, submission.attempt):
                swept.requeued.append(submission.pk)
        elif submission.queued_at is None:
            if now - submission.created_at > UNSENT_AFTER and publish(submission):
                swept.published.append(submission.pk)
        elif _left_behind(submission, now, graders):
            if requeue(submission.pk, submission.attempt):
                swept.requeued.append(submission.pk)
        elif _lost(submission, now, lengths):
            _queue_again(submission, graders, swept)
    if swept.published or swept.requeued:
        log.info("swept", published=len(swept.published), requeued=len(swept.requeued))
        wake([*swept.published, *swept.requeued])
    return swept


def _heard(submission: Submission) -> datetime:
    return submission.reported_at or submission.started_at or submission.created_at


def _left_behind(submission: Submission, now: datetime, graders: Collection[Heartbeat]) -> bool:
    """Whether its runner has gone for longer than a heartbeat may be late; the last attempt rather waits than ends."""
    waited = now - (submission.queued_at or now) > WAITED_AFTER
    return (
        waited
        and submission.attempt < MAX_ATTEMPTS
        and is_stranded(submission, submission.version.device, graders)
    )


def _lost(submission: Submission, now: datetime, lengths: dict[str, int]) -> bool:
    queued_at = submission.queued_at or submission.created_at
    if now - queued_at < WAITED_AFTER:
        return False
    queue = queue_of(submission).value
    if queue not in lengths:
        lengths[queue] = queue_length(queue)
    if lengths[queue] == 0:
        return True
    return now - queued_at > OVERTAKEN_AFTER and _overtaken(submission, queued_at)


def _overtaken(submission: Submission, queued_at: datetime) -> bool:
    """Whether one that was queued clearly later has been started; queues are first in, first out."""
    later = queued_at + WAITED_AFTER
    return Submission.objects.filter(
        same_queue(submission), queued_at__gt=later, started_at__isnull=False
    ).exists()


def _queue_again(submission: Submission, graders: Collection[Heartbeat], swept: Swept) -> None:
    if any(serves(grader, queue_of(submission)) for grader in graders):
        if requeue(submission.pk, submission.attempt):
            swept.requeued.append(submission.pk)
    elif publish(submission):  # nobody was there to die of it: the broker lost it
        swept.published.append(submission.pk)
