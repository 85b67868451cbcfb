"""Celery tasks: what graders report, and the sweep."""

from typing import Any

import structlog
from celery import shared_task
from django.db import InterfaceError, OperationalError, connections
from pydantic import ValidationError

from graders.messages import EVENTS_TASK, EventBatch
from webapp.broker import BrokerDown
from webapp.practice.domain.recording import record
from webapp.practice.domain.regrading import advance
from webapp.practice.domain.sweeping import sweep

log = structlog.get_logger(__name__)


@shared_task(
    name=EVENTS_TASK,
    autoretry_for=(OperationalError, InterfaceError),
    retry_backoff=1,
    retry_backoff_max=60,
    max_retries=None,
)
def record_events(batch: dict[str, Any]) -> None:
    """Record an EventBatch; a database that is away is waited for, a message that makes no sense is dropped."""
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


@shared_task(name="practice.sweep")
def sweep_submissions() -> None:
    """Queue again what got lost, and what rejudges have waiting; without a broker there is nothing to be done, and the next sweep tries again."""
    try:
        sweep()
        advance()
    except BrokerDown as error:
        log.warning("no sweep: the broker is away", error=str(error))
