"""After a rejudge the log says what the results say now, and the estimate is computed anew from it."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

import structlog
from django.db import transaction

from webapp.accounts.models import User
from webapp.practice.models import Regrade, Submission
from webapp.readiness.domain import remembering
from webapp.readiness.domain.estimating import rebuild
from webapp.readiness.domain.log import Observation, record
from webapp.readiness.domain.observing import observed, occasion
from webapp.readiness.models import Evidence

log = structlog.get_logger(__name__)


def replaced(since: datetime) -> list[UUID]:
    """Submissions whose result a rejudge has replaced since then."""
    return list(Regrade.objects.filter(applied_at__gte=since).values_list("submission_id", flat=True))


def revise(submissions: Iterable[UUID]) -> int:
    """Bring the evidence of these submissions' authors on these problems up to date; how many people it changed for.

    One verdict decides what the others of the same problem say: which attempt each was, and whether it was solved before.
    """
    rows = Submission.objects.filter(pk__in=list(submissions))
    problems: dict[int, set[int]] = {}
    for user, problem in rows.order_by("user", "problem").values_list("user", "problem").distinct():
        problems.setdefault(user, set()).add(problem)
    return sum(_revise(user, mine) for user, mine in problems.items())


def _revise(user_id: int, problems: set[int]) -> bool:
    """Whether anything was different. Again changes nothing."""
    with transaction.atomic():
        user = User.objects.select_for_update().only("pk").get(pk=user_id)
        rows = list(
            Submission.objects.filter(user=user, problem__in=problems, mode="grade", state="done")
            .select_related("user", "version", "problem")
            .defer("code", "report")
            .order_by("created_at")
        )
        sources = [occasion(row) for row in rows]
        logged = {piece.source: piece for piece in Evidence.objects.filter(user=user, source__in=sources)}
        changed = [_bring(user, row, logged.get(occasion(row))) for row in rows]
        if any(changed):
            rebuild(user)
            log.info("evidence revised", user=user_id, pieces=sum(changed))
    return any(changed)


def _bring(user: User, submission: Submission, piece: Evidence | None) -> bool:
    """One submission's piece, as its result has it now: a changed one keeps its number, a new one is the last."""
    if submission.verdict == "AC":
        remembering.solved(submission)
    else:
        remembering.unsolved(submission)
    seen = observed(submission)
    if piece is None:
        return seen is not None and record(user, seen) is not None
    if seen is None:
        piece.delete()
        return True
    facts = _columns(seen)
    if all(getattr(piece, name) == value for name, value in facts.items()):
        return False
    Evidence.objects.filter(pk=piece.pk).update(**facts)
    return True


def _columns(seen: Observation) -> dict[str, Any]:
    return {
        "problem_id": seen.problem.pk if seen.problem else None,
        "title": seen.title,
        "level_from": seen.levels[0],
        "level_to": seen.levels[1],
        "topics": seen.topics,
        "difficulty": seen.difficulty,
        "category": seen.category,
        "categories": seen.categories,
        "facts": seen.facts,
    }
