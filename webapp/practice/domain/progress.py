"""How far one person has come with each problem."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from django.contrib.auth.models import AnonymousUser
from django.db.models import Count, Max, Q

from webapp.accounts.models import User
from webapp.practice.models import Draft, Submission

Status = Literal["new", "tried", "solved"]
FIGURES_TOLD = ~Q(told=Submission.Told.VERDICT)


@dataclass(frozen=True)
class Best:
    """The best submission's figures."""

    score: float
    points: float
    passed: int
    total: int


@dataclass(frozen=True)
class Progress:
    """One person, one problem; `left_open` is when an unfinished draft was last touched."""

    solved: bool = False
    tries: int = 0
    best: Best | None = None
    left_open: datetime | None = None

    @property
    def status(self) -> Status:
        """new, tried or solved."""
        return "solved" if self.solved else "tried" if self.tries or self.left_open else "new"


def progress_of(user: User | AnonymousUser) -> dict[int, Progress]:
    """Problem id -> progress, in two queries; problems never touched are left out."""
    if not user.is_authenticated:
        return {}
    rows = (
        Submission.objects.filter(user=user, mode="grade")
        .values("problem_id")
        .annotate(
            tries=Count("id"),
            solved=Count("id", filter=Q(verdict="AC")),
            score=Max("score", filter=FIGURES_TOLD),
            points=Max("points", filter=FIGURES_TOLD),
            passed=Max("passed", filter=FIGURES_TOLD),
            total=Max("total", filter=FIGURES_TOLD),
            last=Max("created_at"),
        )
        .order_by()
    )
    done = {row["problem_id"]: row for row in rows}
    touched = dict(Draft.objects.filter(user=user).values_list("problem_id", "updated_at"))
    return {
        problem: _progress(done.get(problem), touched.get(problem))
        for problem in done.keys() | touched.keys()
    }


def _progress(row: Mapping[str, Any] | None, touched: datetime | None) -> Progress:
    if row is None:
        return Progress(left_open=touched)
    solved = bool(row["solved"])
    graded = row["score"] is not None or row["total"] is not None
    best = Best(*(row[name] or 0 for name in ("score", "points", "passed", "total"))) if graded else None
    return Progress(solved, row["tries"], best, None if solved else touched)
