"""Cohorts and assignments for tests. Dana's cohort has Alice and Bob; Charlie is an outsider."""

from datetime import UTC, datetime, timedelta
from typing import Any

from webapp.accounts.models import User
from webapp.catalog.models import Problem
from webapp.teaching.domain.cohorts import create, enrol
from webapp.teaching.models import Assignment, Cohort, Item, Role, Work

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)


def later(**delta: float) -> datetime:
    """So long after NOW."""
    return NOW + timedelta(**delta)


def make_cohort(owner: User, *candidates: User, **more: Any) -> Cohort:
    """A cohort with these candidates."""
    cohort = create(owner, more.get("title", "Ranking systems"), "Spring", more.get("zone", "UTC"))
    for user in candidates:
        enrol(cohort, user, Role.CANDIDATE, NOW)
    return cohort


def make_assignment(cohort: Cohort, *problems: Problem, **more: Any) -> Assignment:
    """A published assignment that is open from NOW on for a week, with these problems at 10 points each."""
    facts: dict[str, Any] = {
        "title": "First week", "opens_at": NOW, "due_at": later(days=7), "published_at": NOW,
    }  # fmt: skip
    made = Assignment.objects.create(cohort=cohort, **(facts | more))
    for number, problem in enumerate(problems, start=1):
        assert problem.current is not None
        Item.objects.create(
            assignment=made,
            number=number,
            kind="problem",
            title=problem.current.title,
            version=problem.current,
        )
    return made


def make_work(item: Item, user: User, score: float | None, **more: Any) -> Work:
    """An attempt with a score; it counts."""
    facts: dict[str, Any] = {
        "number": Work.objects.filter(item=item, user=user).count() + 1, "at": NOW, "due_at": later(days=7),
        "feedback": "all", "counts": score is not None,
    }  # fmt: skip
    return Work.objects.create(item=item, user=user, score=score, **(facts | more))
