"""The jobs of staged rejudges: queued a few at a time behind everything else, heard about, and tried again when lost."""

from collections.abc import Iterable
from datetime import timedelta
from uuid import UUID

import structlog
from django.db.models import F
from django.utils import timezone
from kombu.exceptions import OperationalError
from pydantic import ValidationError

from graders.messages import Event, Job, Kind, Queue, task_name
from graders.package import SUBMISSION
from graders.report import Report
from webapp.broker import BrokerDown, graders_alive, queue_length
from webapp.celery import app
from webapp.practice.domain.faults import MAX_ATTEMPTS
from webapp.practice.domain.placing import WITHOUT_CPU, serves
from webapp.practice.models import Regrade

log = structlog.get_logger(__name__)
LOWEST = 9
"""Priority on the queue `grade`: whatever a person waits for goes first."""
WINDOW = 50
"""So many regrades are queued or graded at a time; the rest waits in the database."""
SILENT_AFTER = timedelta(seconds=15)
WAITED_AFTER = timedelta(seconds=30)
LOST = "The grader failed {attempts} times while working on it."


def advance() -> int:
    """Queue what has its turn and what got lost; how many were queued. Raises one of `BrokerDown` without a broker."""
    graders = graders_alive()
    busy = {job for grader in graders for job in grader.busy}
    rows = Regrade.objects.filter(rejudge__state="staged", finished_at__isnull=True)
    under_way = list(
        rows.filter(queued_at__isnull=False).exclude(pk__in=busy).select_related("submission", "version")
    )
    queued = 0
    if under_way:
        served = {queue for queue in Queue if any(serves(grader, queue) for grader in graders)}
        empty = {queue for queue in Queue if queue_length(queue.value, LOWEST) == 0}
        queued += sum(
            _lost(row, queue_for(row) in empty) and _again(row, queue_for(row) in served) for row in under_way
        )
    room = WINDOW - rows.filter(queued_at__isnull=False).count()
    if room > 0:
        turn = rows.filter(queued_at__isnull=True).select_related("submission", "version")
        queued += sum(publish(row) for row in turn.order_by("rejudge_id", "pk")[:room])
    return queued


def queue_for(row: Regrade) -> Queue:
    """Where it is graded again: on a device if it was graded on one, or if its problem waits for one."""
    device = row.version.device
    if not device:
        return Queue.GRADE
    ran_on = ((row.submission.report or {}).get("device") or {}).get("ran_on")
    return Queue.GRADE if device["without"] == WITHOUT_CPU and ran_on in (None, "cpu") else Queue.GPU


def publish(row: Regrade) -> bool:
    """Put the row's current attempt on the queue; False when the broker is away."""
    job = Job(
        submission=row.pk,
        attempt=row.attempt,
        mode="grade",
        package=row.version.digest,
        files={SUBMISSION: row.submission.code},
        seed=row.submission.seed,
        queue=queue_for(row),
        smaller=False,
    )
    # Written first: a grader that answers at once must not be taken for one that was never asked.
    Regrade.objects.filter(pk=row.pk).update(queued_at=timezone.now())
    try:
        app.send_task(
            task_name(job.queue),
            args=[job.model_dump(mode="json")],
            queue=job.queue.value,
            priority=LOWEST,
            retry=False,
            ignore_result=True,
        )
    except (OperationalError, *BrokerDown) as error:
        Regrade.objects.filter(pk=row.pk, attempt=row.attempt, finished_at=None).update(queued_at=None)
        log.warning("not queued", submission=str(row.submission_id), regrade=str(row.pk), error=str(error))
        return False
    return True


def hear(regrade: UUID, events: Iterable[Event]) -> None:
    """Take in what a grader says; a result is taken once, from whichever attempt comes first."""
    for event in events:
        rows = Regrade.objects.filter(pk=regrade, finished_at__isnull=True)
        match event.kind:
            case Kind.DONE:
                _finish(regrade, event)
            case Kind.FAULT if event.data.get("retry", True):
                _next_attempt(regrade, event.attempt)
            case Kind.FAULT:
                _give_up(regrade, event.attempt)
            case _:
                rows.filter(attempt=event.attempt).update(reported_at=timezone.now())


def _finish(regrade: UUID, event: Event) -> None:
    try:
        report = Report.model_validate(event.data["report"])
    except (KeyError, ValidationError) as error:
        log.error("unreadable report", regrade=str(regrade), error=str(error))
        _next_attempt(regrade, event.attempt)
        return
    text = report.message.text if report.verdict == "IE" and report.message else ""
    Regrade.objects.filter(pk=regrade, finished_at__isnull=True).update(
        verdict=str(report.verdict),
        score=report.score,
        report=event.data["report"],
        fault=text,
        finished_at=timezone.now(),
    )


def _lost(row: Regrade, empty: bool) -> bool:
    """Whether nobody works on it any more: its grader fell silent, or its queue is empty without anybody having begun."""
    now = timezone.now()
    if row.reported_at:
        return now - row.reported_at > SILENT_AFTER
    return empty and now - (row.queued_at or now) > WAITED_AFTER


def _again(row: Regrade, somebody: bool) -> bool:
    """The next attempt if a grader could have died of this one, else the same once more."""
    if not somebody and row.reported_at is None:
        return publish(row)
    return _next_attempt(row.pk, row.attempt)


def _next_attempt(regrade: UUID, attempt: int) -> bool:
    if attempt >= MAX_ATTEMPTS:
        _give_up(regrade, attempt)
        return False
    changed = Regrade.objects.filter(pk=regrade, attempt=attempt, finished_at__isnull=True).update(
        attempt=F("attempt") + 1, queued_at=None, reported_at=None
    )
    row = Regrade.objects.select_related("submission", "version").filter(pk=regrade, queued_at=None).first()
    return changed == 1 and row is not None and publish(row)


def _give_up(regrade: UUID, attempt: int) -> None:
    Regrade.objects.filter(pk=regrade, attempt=attempt, finished_at__isnull=True).update(
        verdict="IE", fault=LOST.format(attempts=attempt), finished_at=timezone.now()
    )
