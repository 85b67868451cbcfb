"""Celery tasks: the clock of every running round."""

from datetime import timedelta
from uuid import UUID

import structlog
from celery import shared_task
from django.utils import timezone
from kombu.exceptions import OperationalError

from webapp.interviews.domain.proposing import propose
from webapp.interviews.domain.recordings import sweep
from webapp.interviews.domain.rounds import bring_up, due

log = structlog.get_logger(__name__)
AHEAD = timedelta(seconds=1.2)
"""So far a tick looks ahead, which is more than the second to the next one."""


@shared_task(name="interviews.tick")
def tick() -> None:
    """Do what is due, and order the rest of this second to the very moment.

    A moment that gets lost is found by the next tick; one that comes twice finds nothing to do.
    """
    now = timezone.now()
    for round_id, at in due(now, AHEAD):
        if at <= now:
            _bring_up(round_id)
            continue
        try:
            at_zero.apply_async((str(round_id),), countdown=(at - now).total_seconds(), expires=30)
        except OperationalError as error:
            log.warning("no task for the moment: the broker is away", error=str(error))


@shared_task(name="interviews.at_zero")
def at_zero(round_id: str) -> None:
    """Bring one round up to date; again changes nothing."""
    _bring_up(UUID(round_id))


@shared_task(name="interviews.propose")
def propose_marks(round_id: str) -> None:
    """Ask for proposals; again replaces them."""
    log.info("marks proposed", round=round_id, count=propose(UUID(round_id), timezone.now()))


@shared_task(name="interviews.sweep_recordings")
def sweep_recordings() -> None:
    """Delete sounds that no recording names."""
    if stray := sweep(timezone.now()):
        log.warning("sounds without a recording deleted", files=stray)


def _bring_up(round_id: UUID) -> None:
    """One round that cannot be brought up must not hold up the others."""
    try:
        bring_up(round_id, timezone.now())
    except Exception:
        log.exception("round not brought up to date", round=str(round_id))
