"""Trials on their way to a grader: queued, found again when lost, given up. As for submissions, the row is the truth."""

import base64
from collections.abc import Collection
from datetime import timedelta

import structlog
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from kombu.exceptions import OperationalError

from graders.messages import TRY_TASK, Heartbeat, TrialJob
from graders.package import SUBMISSION
from webapp.authoring.domain.proving import PRIORITY
from webapp.authoring.models import Trial
from webapp.broker import BrokerDown, graders_alive, graders_recently, queue_length, wake
from webapp.celery import app
from webapp.practice.domain.faults import MAX_ATTEMPTS
from webapp.practice.domain.placing import is_stranded, last_queue, place_for, serves

log = structlog.get_logger(__name__)
UNSENT_AFTER = timedelta(seconds=2)
WAITED_AFTER = timedelta(seconds=10)
SILENT_AFTER = timedelta(seconds=15)
GAVE_UP = (
    "The grader failed {attempts} times while working on it; whoever runs the site finds out why in its log."
)


def publish(trial: Trial) -> bool:
    """Put the trial's current attempt on its queue, behind what candidates wait for; False when somebody else does, or the broker is away."""
    queue = place_for(trial.mode, trial.device, graders_recently() if trial.device else None)
    # Written first: a grader that answers at once must not be taken for one that was never asked.
    mine = Trial.objects.filter(pk=trial.pk, attempt=trial.attempt, queued_at=None, state=Trial.State.QUEUED)
    now = timezone.now()
    if mine.update(queued_at=now, queue=queue.value) != 1:
        return False
    job = TrialJob(
        submission=trial.pk,
        attempt=trial.attempt,
        mode="run" if trial.mode == Trial.Mode.RUN else "grade",
        package=trial.digest,
        files={SUBMISSION: trial.code},
        own_input=trial.own_input or None,
        queue=queue,
        set=trial.workspace.set_slug,
        problem=trial.workspace.slug,
        archive=base64.b64encode(bytes(trial.archive)).decode(),
    )
    try:
        app.send_task(
            TRY_TASK,
            args=[job.model_dump(mode="json")],
            queue=queue.value,
            priority=PRIORITY,
            retry=False,
            ignore_result=True,
        )
    except (OperationalError, *BrokerDown) as error:
        Trial.objects.filter(pk=trial.pk, attempt=trial.attempt, state=Trial.State.QUEUED).update(
            queued_at=None
        )
        log.warning("not queued", trial=str(trial.pk), error=str(error))
        return False
    trial.queued_at, trial.queue = now, queue.value
    return True


def sweep() -> None:
    """Find trials that nobody works on any more. Raises one of `BrokerDown` without a broker."""
    graders = graders_alive()
    busy = {job for grader in graders for job in grader.busy}
    open_ones = Trial.objects.exclude(state=Trial.State.DONE).exclude(pk__in=busy)
    for trial in open_ones.select_related("workspace").defer("archive", "code").order_by("created_at"):
        _sweep(trial, graders)


def _sweep(trial: Trial, graders: Collection[Heartbeat]) -> None:
    now, queue = timezone.now(), last_queue(trial, trial.device)
    if trial.state != Trial.State.QUEUED:
        if now - (trial.reported_at or trial.created_at) > SILENT_AFTER:
            again(trial)
    elif trial.queued_at is None:
        if now - trial.created_at > UNSENT_AFTER and publish(trial):
            wake([trial.pk])
    elif now - trial.queued_at > WAITED_AFTER:
        if trial.attempt < MAX_ATTEMPTS and is_stranded(trial, trial.device, graders):
            again(trial)  # a new number: of the old attempt a message lies in a queue that nobody serves
        elif queue_length(queue.value, PRIORITY) == 0:
            again(trial, counts=any(serves(grader, queue) for grader in graders))


def again(trial: Trial, counts: bool = True) -> None:
    """Another attempt; after the last one it ends through our fault. `counts`: whether a grader could have died of it."""
    if counts and trial.attempt >= MAX_ATTEMPTS:
        give_up(trial)
        return
    changed = (
        Trial.objects.filter(pk=trial.pk, attempt=trial.attempt)
        .exclude(state=Trial.State.DONE)
        .update(
            attempt=F("attempt") + int(counts),
            state=Trial.State.QUEUED,
            queue="",
            queued_at=None,
            started_at=None,
            reported_at=None,
        )
    )
    if changed:
        log.warning("a trial is queued again", trial=str(trial.pk), attempt=trial.attempt)
        transaction.on_commit(lambda: deliver(trial), robust=True)


def deliver(trial: Trial) -> None:
    """Publish the trial as it stands now, if it still waits."""
    row = Trial.objects.select_related("workspace").filter(pk=trial.pk, state=Trial.State.QUEUED).first()
    if row is not None:
        publish(row)
    wake([trial.pk])


def give_up(trial: Trial) -> None:
    """End a trial with IE, our fault."""
    Trial.objects.filter(pk=trial.pk, attempt=trial.attempt).exclude(state=Trial.State.DONE).update(
        state=Trial.State.DONE,
        verdict="IE",
        fault=GAVE_UP.format(attempts=trial.attempt),
        finished_at=timezone.now(),
        archive=b"",
    )
    wake([trial.pk])
