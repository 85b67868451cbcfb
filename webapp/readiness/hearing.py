"""What this app does when another one tells of something."""

from typing import Any
from uuid import UUID

import structlog
from django.db import transaction
from kombu.exceptions import OperationalError

from webapp.readiness.tasks import take_verdict

log = structlog.get_logger(__name__)


def on_verdict(sender: Any, submission: UUID, **_: Any) -> None:
    """Queue the verdict as evidence once it is committed; what the broker loses, the sweep finds."""
    transaction.on_commit(lambda: _queue(submission), robust=True)


def _queue(submission: UUID) -> None:
    try:
        take_verdict.delay(str(submission))
    except OperationalError as error:
        log.warning("verdict not queued as evidence: the broker is away", error=str(error))
