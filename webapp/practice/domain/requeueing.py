"""An operator's wish to grade something again."""

from uuid import UUID

import structlog
from django.db import transaction
from django.db.models import F, Q

from webapp.practice.domain.faults import deliver
from webapp.practice.models import Submission

log = structlog.get_logger(__name__)


def grade_again(submission: UUID) -> bool:
    """Queue a submission that is unfinished or ended as IE as a new attempt; False where a verdict stands."""
    with transaction.atomic():
        changed = (Submission.objects.filter(~Q(state="done") | Q(verdict="IE"), pk=submission)).update(
            state="queued",
            attempt=F("attempt") + 1,
            verdict="",
            fault="",
            report=None,
            queued_at=None,
            started_at=None,
            reported_at=None,
            finished_at=None,
        )
        if changed == 1:
            log.warning("queued again by an operator", submission=str(submission))
            transaction.on_commit(lambda: deliver(submission), robust=True)
    return changed == 1
