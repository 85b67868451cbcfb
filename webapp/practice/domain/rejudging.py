"""Grade finished submissions again beside their results, see what would change, then apply that or drop it."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

import structlog
from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from graders.report import Report
from webapp.accounts.models import User
from webapp.broker import wake
from webapp.practice.domain.refusals import Refused
from webapp.practice.models import Regrade, Rejudge, Submission
from webapp.practice.signals import verdicts_replaced

log = structlog.get_logger(__name__)
FIGURES = ("score", "points", "passed", "total", "time_s", "memory_bytes")
"""What a report and a submission's row both say."""
RESULT = ("verdict", *FIGURES, "seed", "report", "fault")
"""What of a submission a regrade replaces."""


@dataclass(frozen=True)
class Choice:
    """Which submissions: all that are given must fit. Runs, and what is not finished, are never chosen."""

    problem: str = ""  # set/problem
    digest: str = ""
    verdicts: tuple[str, ...] = ()
    since: datetime | None = None
    until: datetime | None = None

    def rows(self) -> QuerySet[Submission]:
        """The submissions that fit."""
        rows = Submission.objects.all()
        if self.problem:
            set_slug, _, slug = self.problem.partition("/")
            rows = rows.filter(problem__set__slug=set_slug, problem__slug=slug)
        if self.digest:
            rows = rows.filter(version__digest__startswith=self.digest)
        if self.verdicts:
            rows = rows.filter(verdict__in=self.verdicts)
        if self.since:
            rows = rows.filter(created_at__gte=self.since)
        if self.until:
            rows = rows.filter(created_at__lt=self.until)
        return rows


@dataclass
class Standing:
    """How far a rejudge is, and what it would change: (old, new) verdicts and how many."""

    total: int = 0
    open: int = 0
    failed: int = 0  # ended through our fault; they keep what they have
    same: int = 0
    changes: Counter[tuple[str, str]] = field(default_factory=Counter)

    @property
    def complete(self) -> bool:
        """Whether everything has been graded."""
        return self.open == 0

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        moves = [{"old": old, "new": new, "count": n} for (old, new), n in sorted(self.changes.items())]
        return {
            "total": self.total,
            "open": self.open,
            "failed": self.failed,
            "same": self.same,
            "changes": moves,
        }


@dataclass(frozen=True)
class Applied:
    """How many submissions got another result, and how many had got one meanwhile and keep it."""

    changed: int
    overtaken: int


def stage(rows: QuerySet[Submission], reason: str, current: bool, by: User | None = None) -> Rejudge:
    """Store a rejudge of `rows`, under their own version or their problem's current one; Refused if there are none.

    Nothing is queued here: `regrading.advance` does that, a few at a time.
    """
    if not reason.strip():
        raise Refused("rejudge.reason", "Say why: people whose verdict changes will read it.")
    chosen = rows.filter(mode="grade", state="done").order_by("created_at")
    version = F("problem__current") if current else F("version")
    with transaction.atomic():
        rejudge = Rejudge.objects.create(reason=reason.strip()[:300], created_by=by)
        made = Regrade.objects.bulk_create(
            (
                Regrade(
                    rejudge=rejudge, submission_id=pk, version_id=onto, old_verdict=verdict, old_score=score
                )
                for pk, onto, verdict, score in chosen.values_list("pk", version, "verdict", "score")
                if onto is not None
            ),
            batch_size=500,
        )
        if not made:
            raise Refused("rejudge.empty", "No finished submission fits.")
    log.info("rejudge staged", rejudge=rejudge.pk, submissions=len(made))
    return rejudge


def differing(rejudge: Rejudge) -> QuerySet[Regrade]:
    """The rows whose verdict or score is another one, without those that could not be graded."""
    graded = rejudge.rows.filter(finished_at__isnull=False).exclude(verdict="IE")
    return graded.exclude(Q(verdict=F("old_verdict")) & _same_score())


def standing(rejudge: Rejudge) -> Standing:
    """How far it is and what would change."""
    rows, moved = rejudge.rows, differing(rejudge)
    found = Standing(
        total=rows.count(),
        open=rows.filter(finished_at__isnull=True).count(),
        failed=rows.filter(verdict="IE").count(),
        changes=Counter(moved.values_list("old_verdict", "verdict").order_by()),
    )
    found.same = found.total - found.open - found.failed - found.changes.total()
    return found


def apply(rejudge_id: int, by: User | None = None) -> Applied:
    """Put the new results in the place of those that differ, all of them or none; the old ones are kept.

    Refused while something is being graded, and when it was decided before.
    """
    with transaction.atomic():
        rejudge = _open_one(rejudge_id)
        if waiting := standing(rejudge).open:
            raise Refused("rejudge.open", f"{waiting} submissions are not graded yet. Wait, or drop it.")
        now, changed, overtaken = timezone.now(), list[UUID](), 0
        for row in differing(rejudge).select_related("submission__version").iterator(chunk_size=100):
            if _replace(row, now):
                changed.append(row.submission_id)
            else:
                overtaken += 1
        _close(rejudge, Rejudge.State.APPLIED, by)
        verdicts_replaced.send(sender=Submission, submissions=changed)
        transaction.on_commit(lambda: wake(changed), robust=True)
    log.warning("rejudge applied", rejudge=rejudge_id, changed=len(changed), overtaken=overtaken)
    return Applied(len(changed), overtaken)


def drop(rejudge_id: int, by: User | None = None) -> None:
    """Leave every result as it is; what waits is not graded any more. Refused when it was decided before."""
    with transaction.atomic():
        _close(_open_one(rejudge_id), Rejudge.State.DROPPED, by)
    log.info("rejudge dropped", rejudge=rejudge_id)


def _open_one(rejudge_id: int) -> Rejudge:
    rejudge = Rejudge.objects.select_for_update().filter(pk=rejudge_id).first()
    if rejudge is None:
        raise Refused("rejudge.unknown", f"There is no rejudge {rejudge_id}.")
    if rejudge.state != Rejudge.State.STAGED:
        raise Refused(
            "rejudge.closed", f"Rejudge {rejudge_id} is {rejudge.get_state_display().lower()} already."
        )
    return rejudge


def _close(rejudge: Rejudge, state: Rejudge.State, by: User | None) -> None:
    rejudge.state, rejudge.closed_by, rejudge.closed_at = state, by, timezone.now()
    rejudge.save(update_fields=["state", "closed_by", "closed_at"])


def _replace(row: Regrade, now: datetime) -> bool:
    """Exactly one submission changes, and only while it has the result that the new one was compared with."""
    old, report = row.submission, Report.model_validate(row.report)
    replaced = {name: getattr(old, name) for name in RESULT} | {"digest": old.version.digest}
    changed = Submission.objects.filter(
        pk=old.pk, state="done", verdict=row.old_verdict, score=row.old_score
    ).update(
        **{name: getattr(report, name) for name in FIGURES},
        verdict=str(report.verdict),
        seed=report.engine.seed,
        report=row.report,
        fault="",
        version_id=row.version_id,
    )
    if changed == 1:
        Regrade.objects.filter(pk=row.pk).update(applied_at=now, replaced=replaced)
    return changed == 1


def _same_score() -> Q:
    return Q(score=F("old_score")) | Q(score__isnull=True, old_score__isnull=True)
