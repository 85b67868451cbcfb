"""What this app does when teaching tells of a grade."""

from functools import partial
from typing import Any
from uuid import UUID

import structlog
from django.db import transaction
from django.utils import timezone
from kombu.exceptions import OperationalError

from webapp.lti.domain.passing import note
from webapp.lti.tasks import pass_back

log = structlog.get_logger(__name__)


def on_grade(sender: Any, assignment: UUID, user: int, **_: Any) -> None:
    """Note the grade in the transaction that made it, and have it sent once that is committed."""
    for passback in note(assignment, user, timezone.now()):
        transaction.on_commit(partial(_queue, passback), robust=True)


def _queue(passback: int) -> None:
    try:
        pass_back.delay(passback)
    except OperationalError as error:
        log.warning("grade not queued: the broker is away; the sweep sends it", error=str(error))
