"""Write down what graders tell of trials: each event once, states only forward, one verdict, which nothing else hears of."""

from collections.abc import Iterable
from itertools import groupby
from uuid import UUID

import structlog
from django.db import transaction
from django.utils import timezone
from pydantic import ValidationError

from graders.log import about
from graders.messages import Event, EventBatch, Kind
from graders.report import Report
from webapp.authoring.domain.trials.delivering import again, give_up
from webapp.authoring.models import Trial, TrialEvent
from webapp.broker import wake
from webapp.practice.domain.recording import end_of, kept, telling
from webapp.practice.domain.reports import with_later

log = structlog.get_logger(__name__)
MOST_EVENTS = 5000
"""Of one attempt: what a grader tells beyond is not kept."""
LARGEST = 64 << 10
"""Characters of one event that is kept."""


def record(batch: EventBatch) -> None:
    """Record a batch; events of trials that are gone, or that were recorded before, change nothing."""
    events = sorted(batch.events, key=lambda event: (str(event.submission), event.attempt, event.number))
    for id, own in groupby(events, key=lambda event: event.submission):
        with about(id), transaction.atomic():
            _record(id, list(own))


def _record(id: UUID, events: list[Event]) -> None:
    trial = Trial.objects.select_for_update().defer("archive", "code", "report").filter(pk=id).first()
    if trial is None:
        log.info("events of a trial that is gone")
        return
    transaction.on_commit(lambda: wake([id]), robust=True)
    for event in telling(_store(trial, events)):
        _apply(trial, event)


def _store(trial: Trial, events: Iterable[Event]) -> list[Event]:
    events = [event for event in events if event.attempt <= trial.attempt]
    there = set(
        TrialEvent.objects.filter(trial=trial, attempt__in={event.attempt for event in events}).values_list(
            "attempt", "number"
        )
    )
    fresh = [event for event in events if (event.attempt, event.number) not in there]
    rows = [
        TrialEvent(trial=trial, attempt=event.attempt, number=event.number, kind=event.kind, data=kept(event))
        for event in fresh
        if event.kind not in (Kind.CASE, Kind.PROGRESS, Kind.STARTING)
        or (event.number <= MOST_EVENTS and len(event.model_dump_json()) <= LARGEST)
    ]
    TrialEvent.objects.bulk_create(rows)
    return fresh


def _apply(trial: Trial, event: Event) -> None:
    now = timezone.now()
    # Only the attempt that counts moves the state; a verdict is taken from any, for it is one.
    current = Trial.objects.filter(pk=trial.pk, attempt=event.attempt).exclude(state=Trial.State.DONE)
    match event.kind:
        case Kind.STARTING:
            current.filter(state=Trial.State.QUEUED).update(
                state=Trial.State.STARTING, started_at=now, reported_at=now
            )
        case Kind.CASE | Kind.PROGRESS:
            current.update(state=Trial.State.RUNNING, reported_at=now)
        case Kind.FAULT:
            _fault(trial, event)
        case Kind.DONE:
            _finish(trial, event)
        case Kind.SMALLER | Kind.CURVES:
            _add(trial, event)


def _fault(trial: Trial, event: Event) -> None:
    log.warning(
        "grader fault", fault=event.data.get("id"), detail=event.data.get("detail"), attempt=event.attempt
    )
    if event.attempt != trial.attempt:
        return
    if event.data.get("retry", True):
        again(trial)
    else:
        give_up(trial)


def _finish(trial: Trial, event: Event) -> None:
    """Make the report the trial's verdict, unless there is one; it counts only for the draft that was sent."""
    try:
        report = Report.model_validate(event.data["report"])
    except (KeyError, ValidationError) as error:
        log.error("unreadable report", error=str(error))
        _fault(trial, event)
        return
    if report.package.digest != trial.digest:
        log.error("a trial of another package", digest=report.package.digest)
        _fault(trial, event)
        return
    changed = (
        Trial.objects.filter(pk=trial.pk)
        .exclude(state=Trial.State.DONE)
        .update(**end_of(report, timezone.now()), report=event.data["report"], archive=b"")
    )
    log.info("tried" if changed == 1 else "second verdict ignored", verdict=report.verdict)


def _add(trial: Trial, event: Event) -> None:
    report = Trial.objects.values_list("report", flat=True).get(pk=trial.pk)
    if (whole := with_later(report, event)) is not None:
        Trial.objects.filter(pk=trial.pk).update(report=whole)
