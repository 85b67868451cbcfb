"""The log of evidence: what was observed about a person, once each, in the order in which it counts."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max

from webapp.accounts.models import User
from webapp.catalog.models import ProblemVersion
from webapp.readiness.domain.estimating import extend
from webapp.readiness.models import Evidence, Goal, ItemVersion


@dataclass(frozen=True)
class Observation:
    """What is to be logged. `source` names the occasion, so that hearing of it twice counts once."""

    kind: str
    source: str
    title: str
    levels: tuple[str, str]
    topics: dict[str, float]
    difficulty: float
    category: int
    at: datetime
    categories: int = 2
    item: ItemVersion | None = None
    problem: ProblemVersion | None = None
    facts: dict[str, Any] = field(default_factory=dict)


def record(user: User, seen: Observation) -> Evidence | None:
    """Log it and move the estimate; None where it is in the log already or older than what the person erased."""
    with transaction.atomic():
        # The lock puts one person's evidence into one order; SQLite's transaction does that anyway.
        User.objects.select_for_update().only("pk").get(pk=user.pk)
        if Goal.objects.filter(user=user, erased_at__gte=seen.at).exists():
            return None
        log = Evidence.objects.filter(user=user)
        if log.filter(source=seen.source).exists():
            return None
        evidence = Evidence.objects.create(
            user=user,
            number=(log.aggregate(last=Max("number"))["last"] or 0) + 1,
            kind=seen.kind,
            source=seen.source,
            item=seen.item,
            problem=seen.problem,
            title=seen.title,
            level_from=seen.levels[0],
            level_to=seen.levels[1],
            topics=seen.topics,
            difficulty=seen.difficulty,
            category=seen.category,
            categories=seen.categories,
            facts=seen.facts,
            at=seen.at,
        )
        extend(evidence)
    return evidence
