"""The audit log: who did what to which problem."""

from typing import Any

import structlog

from webapp.accounts.models import User
from webapp.authoring.models import AuditEntry, Workspace

log = structlog.get_logger(__name__)


def note(
    user: User | None, action: str, problem: str, workspace: Workspace | None = None, **detail: Any
) -> None:
    """Write down that somebody did something; in the transaction of the deed itself."""
    AuditEntry.objects.create(
        who=user,
        name=user.get_username() if user else "the site",
        problem=problem,
        workspace=workspace,
        action=action,
        detail=detail,
    )
    log.info("studio", action=action, problem=problem, by=user.pk if user else None)
