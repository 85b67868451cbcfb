"""Write down what graders report: each event once, states only forward, one final verdict."""

from collections.abc import Iterable
from datetime import datetime
from itertools import groupby
from typing import Any
from uuid import UUID

import structlog
from django.db import transaction
from django.db.models import Value
from django.db.models.functions import Coalesce
from django.utils import timezone
from pydantic import ValidationError

from graders.log import about
from graders.messages import Event, EventBatch, Kind
from graders.report import Report
from webapp.broker import wake
from webapp.practice.domain import verdicts
from webapp.practice.domain.faults import retry_or_end
from webapp.practice.domain.regrading import hear
from webapp.practice.domain.reports import LATER, with_later
from webapp.practice.models import Regrade, Submission, SubmissionEvent
from webapp.practice.signals import verdict_recorded

log = structlog.get_logger(__name__)
CASE_FIELDS = ("number", "group", "verdict", "time_s", "memory_bytes")


def record(batch: EventBatch) -> None:
    """Record a batch; events of submissions that are gone or that were recorded before change nothing."""
    events = sorted(batch.events, key=lambda event: (str(event.submission), event.attempt, event.number))
    for submission, group in groupby(events, key=lambda event: event.submission):
        own = list(group)
        with about(submission):
            if _record(submission, own):
                continue
            if Regrade.objects.filter(pk=submission).exists():
                hear(submission, own)
            else:
                log.warning("events of an unknown submission", submission=str(submission))


def _record(submission: UUID, events: list[Event]) -> bool:
    """Record the events of one submission; False if there is none."""
    with transaction.atomic():
        # The row's lock orders two batches about one submission; SQLite's transaction has it anyway.
        rows = Submission.objects.select_for_update().filter(pk=submission)
        if not rows.values_list("pk", flat=True):
            return False
        # Registered before whatever else waits for the commit: somebody is watching.
        transaction.on_commit(lambda: wake([submission]), robust=True)
        for event in telling(_store(submission, events)):
            _apply(submission, event)
    return True


def _store(submission: UUID, events: Iterable[Event]) -> list[Event]:
    """Insert those events that are new, and return them."""
    events = list(events)
    there = set(
        SubmissionEvent.objects.filter(
            submission=submission, attempt__in={event.attempt for event in events}
        ).values_list("attempt", "number")
    )
    fresh = [event for event in events if (event.attempt, event.number) not in there]
    SubmissionEvent.objects.bulk_create(
        SubmissionEvent(
            submission_id=submission,
            attempt=event.attempt,
            number=event.number,
            kind=event.kind,
            data=kept(event),
        )
        for event in fresh
    )
    return fresh


def telling(events: list[Event]) -> list[Event]:
    """The events that can move the state: of those which only say that an attempt runs the last, and none beside its report."""
    ended = {event.attempt for event in events if event.kind is Kind.DONE}
    last = {event.attempt: event for event in events if event.kind in (Kind.CASE, Kind.PROGRESS)}

    def tells(event: Event) -> bool:
        if event.kind not in (Kind.STARTING, Kind.CASE, Kind.PROGRESS):
            return True
        return event.attempt not in ended and (event.kind is Kind.STARTING or event is last[event.attempt])

    return [event for event in events if tells(event)]


def kept(event: Event) -> dict[str, Any]:
    """What of an event's data a stream may need; a report is kept with what it is of."""
    if event.kind is Kind.CASE:
        return {name: event.data.get(name) for name in CASE_FIELDS}
    if event.kind in (Kind.DONE, *LATER):
        return {}
    if event.kind is Kind.FAULT:  # what an exception of a grader's says is for its operator's log
        return {name: value for name, value in event.data.items() if name != "detail"}
    return event.data


def _apply(submission: UUID, event: Event) -> None:
    now = timezone.now()
    # Only the attempt that counts moves the state; a verdict is taken from any, for it is one.
    current = Submission.objects.filter(pk=submission, attempt=event.attempt).exclude(state="done")
    match event.kind:
        case Kind.STARTING:
            current.filter(state="queued").update(state="starting", started_at=now, reported_at=now)
        case Kind.CASE | Kind.PROGRESS:
            current.update(state="running", reported_at=now)
        case Kind.FAULT:
            retry_or_end(submission, event)
        case Kind.DONE:
            _finish(submission, event)
        case Kind.SMALLER | Kind.CURVES:
            _add(submission, event)


def _finish(submission: UUID, event: Event) -> None:
    """Make the report the submission's verdict, unless there is one; exactly one row changes or none."""
    try:
        report = Report.model_validate(event.data["report"])
    except (KeyError, ValidationError) as error:
        log.error("unreadable report", error=str(error))
        retry_or_end(submission, event)
        return
    now = timezone.now()
    changed = (
        Submission.objects.filter(pk=submission)
        .exclude(state="done")
        .update(
            **end_of(report, now),
            report=event.data["report"],
            seed=report.engine.seed,
        )
    )
    if changed == 1:
        verdicts.count(submission, report.verdict)
    log.info(
        "graded" if changed == 1 else "second verdict ignored", verdict=report.verdict, attempt=event.attempt
    )
    if changed == 1:
        verdict_recorded.send(sender=Submission, submission=submission)


def end_of(report: Report, now: datetime) -> dict[str, Any]:
    """What a verdict changes in the row of what was graded, apart from the report itself."""
    figures = ("verdict", "score", "points", "passed", "total", "time_s", "memory_bytes")
    return {
        **{name: getattr(report, name) for name in figures},
        "state": "done",
        # The events of a quick grade can be recorded out of order.
        "started_at": Coalesce("started_at", Value(now)),
        "reported_at": now,
        "finished_at": now,
    }


def _add(submission: UUID, event: Event) -> None:
    report = Submission.objects.values_list("report", flat=True).get(pk=submission)
    if (whole := with_later(report, event)) is not None:
        Submission.objects.filter(pk=submission).update(report=whole)
