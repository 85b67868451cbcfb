"""Celery tasks: what graders tell of proofs, and the sweep."""

from typing import Any

import structlog
from celery import shared_task
from django.db import InterfaceError, OperationalError, connections
from django.utils import timezone
from pydantic import ValidationError

from graders.messages import PROOFS_TASK, EventBatch
from webapp.authoring.domain.history import fold
from webapp.authoring.domain.proving import sweep
from webapp.authoring.domain.recording import record
from webapp.broker import BrokerDown

log = structlog.get_logger(__name__)


@shared_task(
    name=PROOFS_TASK,
    autoretry_for=(OperationalError, InterfaceError),
    retry_backoff=1,
    retry_backoff_max=60,
    max_retries=None,
)
def record_proof(batch: dict[str, Any]) -> None:
    """Record an EventBatch of proofs; a database that is away is waited for."""
    try:
        parsed = EventBatch.model_validate(batch)
    except ValidationError as error:
        log.error("unreadable event batch", error=str(error))
        return
    try:
        record(parsed)
    except (OperationalError, InterfaceError):
        connections.close_all()  # they are kept between tasks, and this one may be dead
        raise


@shared_task(name="authoring.sweep")
def sweep_proofs() -> None:
    """Queue proofs that have their turn, and those that got lost."""
    try:
        sweep()
    except BrokerDown as error:
        log.warning("no sweep of proofs: the broker is away", error=str(error))


@shared_task(name="authoring.fold")
def fold_history() -> None:
    """Thin the history of files, every night."""
    log.info("history folded", texts=fold(timezone.now()))
