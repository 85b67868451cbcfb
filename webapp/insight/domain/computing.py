"""How something is asked of a worker: one at a time, begun once, and never left in a state that is not true."""

from collections.abc import Callable
from datetime import datetime
from typing import TypeVar

import structlog
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone
from kombu.exceptions import OperationalError

from webapp.insight.models import LOST_AFTER, OPEN, Comparison, Computation, State, Survey
from webapp.practice.domain.refusals import Refused

log = structlog.get_logger(__name__)
Kind = TypeVar("Kind", Comparison, Survey)


def ask(row: Kind, queue: Callable[[int], object], now: datetime) -> Kind:
    """Store and queue it; Refused while another of its kind is open. What was lost makes way."""
    rows = type(row)._default_manager.filter(state__in=OPEN)
    if isinstance(row, Comparison):
        rows = rows.filter(problem=row.problem)
    rows.filter(
        Q(started_at__lt=now - LOST_AFTER) | Q(started_at=None, asked_at__lt=now - LOST_AFTER)
    ).update(state=State.FAILED, finished_at=now, fault="Lost with the worker that had it.")
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        raise Refused(
            "insight.open", "This is being computed already; its result appears here.", 409
        ) from None
    transaction.on_commit(lambda: _queue(row, queue), robust=True)
    return row


def _queue(row: Computation, queue: Callable[[int], object]) -> None:
    try:
        queue(row.pk)
    except OperationalError as error:
        log.warning("computation not queued: the broker is away", error=str(error))
        fail(
            row,
            "The queue could not be reached. Ask again in a minute; if that fails too, tell whoever runs the site.",
        )


def begin(row: Computation) -> bool:
    """Claim it for this worker; False where another one has it or it is over."""
    rows = type(row)._default_manager.filter(pk=row.pk, state=State.QUEUED)
    return rows.update(state=State.RUNNING, started_at=timezone.now()) == 1


def fail(row: Computation, why: str) -> None:
    """It ends without a result, and says why."""
    rows = type(row)._default_manager.filter(pk=row.pk, state__in=OPEN)
    rows.update(state=State.FAILED, finished_at=timezone.now(), fault=why)
