"""Write down what graders tell of proofs: each event once, one end."""

from itertools import groupby
from uuid import UUID

import structlog
from django.db import transaction
from django.utils import timezone

from graders.log import about
from graders.messages import Event, EventBatch, Kind
from webapp.authoring.domain import proving
from webapp.authoring.models import Proof, ProofEvent
from webapp.broker import wake

log = structlog.get_logger(__name__)
MOST_EVENTS = 5000
"""Of one attempt: what a grader tells beyond is not kept."""
LARGEST = 64 << 10
"""Characters of one event."""


def record(batch: EventBatch) -> None:
    """Record a batch; events of proofs that have ended, or that were recorded before, change nothing."""
    events = sorted(batch.events, key=lambda event: (str(event.submission), event.attempt, event.number))
    for id, own in groupby(events, key=lambda event: event.submission):
        with about(id), transaction.atomic():
            _record(id, list(own))


def _record(id: UUID, events: list[Event]) -> None:
    proof = Proof.objects.select_for_update().select_related("workspace").filter(pk=id).first()
    if proof is None or proof.done:
        log.info("events of a proof that is over")
        return
    current = [event for event in events if event.attempt == proof.attempt]
    there = set(
        ProofEvent.objects.filter(proof=proof, attempt=proof.attempt).values_list("number", flat=True)
    )
    fresh = [event for event in current if event.number not in there]
    telling = [event for event in fresh if event.kind is Kind.PROGRESS and event.number <= MOST_EVENTS]
    ProofEvent.objects.bulk_create(
        ProofEvent(proof=proof, attempt=event.attempt, number=event.number, kind=event.kind, data=event.data)
        for event in telling
        if len(event.model_dump_json()) <= LARGEST
    )
    if fresh:
        now = timezone.now()
        Proof.objects.filter(pk=proof.pk).update(state=Proof.State.RUNNING, reported_at=now)
        Proof.objects.filter(pk=proof.pk, started_at=None).update(started_at=now)
    for event in fresh:
        if event.kind is Kind.DONE:
            _done(proof, event)
        elif event.kind is Kind.FAULT:
            _fault(proof, event)
    workspace = proof.workspace_id
    transaction.on_commit(lambda: wake([workspace]), robust=True)


def _done(proof: Proof, event: Event) -> None:
    summary = {name: event.data.get(name) for name in ("holds", "digest", "rate", "seconds")}
    holds = summary["holds"] is True and summary["digest"] == proof.digest
    if summary["digest"] not in ("", proof.digest):
        log.error("a proof of another package", digest=summary["digest"])
    if proving.finish(proof, holds=holds, summary=summary):
        log.info("proved", holds=holds, attempt=event.attempt)
    transaction.on_commit(proving.advance_quietly, robust=True)


def _fault(proof: Proof, event: Event) -> None:
    proof.refresh_from_db()
    if event.data.get("retry", True):
        proving.again(proof)
    else:
        proving.give_up(
            proof,
            "Proving it failed through a fault of the graders; whoever runs the site finds it in their log.",
        )
    transaction.on_commit(proving.advance_quietly, robust=True)
