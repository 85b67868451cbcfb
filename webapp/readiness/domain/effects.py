"""What some pieces of evidence did to an estimate, topic by topic, with how sure it was before and after."""

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np

from graders.package.manifest import TOPICS
from webapp.accounts.models import User
from webapp.readiness.ability.outputs import intervals
from webapp.readiness.domain.estimating import array, standing_at
from webapp.readiness.domain.scale import in_levels
from webapp.readiness.models import Step

LEAST = 0.02
"""Moves below this (logits) are not worth a line."""


@dataclass(frozen=True)
class Effect:
    """One topic: how far the pieces moved it (logits, about one a level), and the 90 % interval in levels around then."""

    topic: str
    moved: float
    before: tuple[float, float]
    after: tuple[float, float]


def effects(user: User, sources: Collection[str]) -> list[Effect]:
    """The effect of the pieces from these occasions, largest first; empty before any of them is in the log."""
    steps = list(
        Step.objects.filter(user=user, evidence__source__in=set(sources))
        .order_by("number")
        .only("number", "moved")
    )
    if not steps:
        return []
    moved = np.sum([array(step.moved) for step in steps], axis=0)
    before = intervals(standing_at(user, steps[0].number - 1).estimate)
    after = intervals(standing_at(user, steps[-1].number).estimate)
    rows = [
        Effect(topic, float(moved[n]), _levels(before[n]), _levels(after[n]))
        for n, topic in enumerate(TOPICS)
        if abs(moved[n]) >= LEAST
    ]
    return sorted(rows, key=lambda row: -abs(row.moved))


def _levels(interval: object) -> tuple[float, float]:
    low, high = np.asarray(interval, dtype=np.float64)
    return in_levels(float(low)), in_levels(float(high))
