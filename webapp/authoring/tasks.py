"""Celery tasks: what graders tell of proofs, and the sweep."""

from collections.abc import Callable
from typing import Any

import structlog
from celery import shared_task
from django.db import InterfaceError, OperationalError, connections
from django.utils import timezone
from pydantic import ValidationError

from graders.messages import PROOFS_TASK, TRIALS_TASK, EventBatch
from webapp.authoring.domain.history import fold
from webapp.authoring.domain.proving import sweep
from webapp.authoring.domain.recording import record
from webapp.authoring.domain.trials import delivering
from webapp.authoring.domain.trials.recording import record as record_trials
from webapp.broker import BrokerDown

log = structlog.get_logger(__name__)


WAITS: dict[str, Any] = {
    "autoretry_for": (OperationalError, InterfaceError),
    "retry_backoff": 1,
    "retry_backoff_max": 60,
    "max_retries": None,
}
"""Of a task that records: a database that is away is waited for."""


@shared_task(name=PROOFS_TASK, **WAITS)
def record_proof(batch: dict[str, Any]) -> None:
    """Record an EventBatch of proofs."""
    _record(batch, record)


@shared_task(name=TRIALS_TASK, **WAITS)
def record_trial(batch: dict[str, Any]) -> None:
    """Record an EventBatch of trials."""
    _record(batch, record_trials)


def _record(batch: dict[str, Any], write: Callable[[EventBatch], None]) -> None:
    try:
        parsed = EventBatch.model_validate(batch)
    except ValidationError as error:
        log.error("unreadable event batch", error=str(error))
        return
    try:
        write(parsed)
    except (OperationalError, InterfaceError):
        connections.close_all()  # they are kept between tasks, and this one may be dead
        raise


@shared_task(name="authoring.sweep")
def sweep_proofs() -> None:
    """Queue proofs that have their turn, and proofs and trials that got lost."""
    try:
        sweep()
        delivering.sweep()
    except BrokerDown as error:
        log.warning("no sweep of proofs: the broker is away", error=str(error))


@shared_task(name="authoring.fold")
def fold_history() -> None:
    """Thin the history of files, every night."""
    log.info("history folded", texts=fold(timezone.now()))
