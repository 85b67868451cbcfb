"""What this app does when another one tells of something."""

from typing import Any
from uuid import UUID

import structlog
from django.db import transaction
from kombu.exceptions import OperationalError

from webapp.readiness.tasks import retake_verdicts, take_verdict

log = structlog.get_logger(__name__)
TOGETHER = 100
"""Submissions of one rejudge that one task revises."""


def on_verdict(sender: Any, submission: UUID, **_: Any) -> None:
    """Queue the verdict as evidence once it is committed; what the broker loses, the sweep finds."""
    transaction.on_commit(lambda: _queue(submission), robust=True)


def on_replaced(sender: Any, submissions: list[UUID], **_: Any) -> None:
    """Queue the revision of what a rejudge changed, a few submissions a task; the sweep finds what gets lost here too."""
    ids = [str(pk) for pk in submissions]
    parts = [ids[begin : begin + TOGETHER] for begin in range(0, len(ids), TOGETHER)]
    transaction.on_commit(lambda: _queue_revisions(parts), robust=True)


def _queue_revisions(parts: list[list[str]]) -> None:
    try:
        for part in parts:
            retake_verdicts.delay(part)
    except OperationalError as error:
        log.warning("replaced verdicts not queued as evidence: the broker is away", error=str(error))


def _queue(submission: UUID) -> None:
    try:
        take_verdict.delay(str(submission))
    except OperationalError as error:
        log.warning("verdict not queued as evidence: the broker is away", error=str(error))
