"""Estimates as a cache over the log of evidence: extended by each piece, rebuilt from the log with the same result."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np
import structlog
from django.db import transaction
from django.utils import timezone
from numpy.typing import NDArray

from webapp.accounts.models import User
from webapp.readiness.ability import Estimate, NumericFailure
from webapp.readiness.domain.measuring import Parameters, measure, parameters_of
from webapp.readiness.domain.population import newcomer
from webapp.readiness.models import Evidence, Step

log = structlog.get_logger(__name__)
Floats = NDArray[np.float64]
BATCH = 500


@dataclass(frozen=True)
class Standing:
    """What is known of a person at one time; `number` counts the evidence in it."""

    estimate: Estimate
    at: datetime
    number: int = 0

    def waited(self, now: datetime) -> "Standing":
        """The same at a later time, which widens it; an earlier one changes nothing."""
        days = (now - self.at) / timedelta(days=1)
        return Standing(self.estimate.after(days), now, self.number) if days > 0 else self


def standing_of(user: User, now: datetime) -> Standing:
    """What is known of the person now."""
    return standing_before(user, now, now)


def standing_before(user: User, then: datetime, now: datetime) -> Standing:
    """What evidence up to `then` says at `now`."""
    step = Step.objects.filter(user=user, at__lte=then).order_by("-number").first()
    start = newcomer()
    return (_unpack(step, start) if step else Standing(start, now)).waited(now)


def standing_at(user: User, number: int) -> Standing:
    """What was known after the person's first `number` pieces of evidence, at the time of the last of them."""
    step = Step.objects.filter(user=user, number__lte=number).order_by("-number").first()
    start = newcomer()
    return _unpack(step, start) if step else Standing(start, timezone.now())


def standings_from(user: User, then: datetime) -> list[Standing]:
    """What was known after each piece of evidence since then, oldest first."""
    start = newcomer()
    return [_unpack(step, start) for step in Step.objects.filter(user=user, at__gt=then).order_by("number")]


def extend(evidence: Evidence) -> Step:
    """Move the person's estimate by this piece, the newest of their log."""
    last = Step.objects.filter(user=evidence.user_id, number__lt=evidence.number).order_by("-number").first()
    start = newcomer()
    before = _unpack(last, start) if last else Standing(start, evidence.at)
    step, _ = _step(before, evidence, parameters_of([evidence]))
    step.save(force_insert=True)
    return step


def rebuild(user: User) -> int:
    """Throw the cache of one person away and compute it from the log; how many steps it has."""
    with transaction.atomic():
        User.objects.select_for_update().only("pk").get(pk=user.pk)
        steps = replay(Evidence.objects.filter(user=user).order_by("number"))
        Step.objects.filter(user=user).delete()
        Step.objects.bulk_create(steps, batch_size=BATCH)
    return len(steps)


def replay(evidence: Iterable[Evidence]) -> list[Step]:
    """The steps of one person's log, unsaved."""
    pieces = list(evidence)
    if not pieces:
        return []
    parameters = parameters_of(pieces)
    steps, standing = [], Standing(newcomer(), pieces[0].at)
    for piece in pieces:
        step, standing = _step(standing, piece, parameters)
        steps.append(step)
    return steps


def _step(before: Standing, evidence: Evidence, parameters: Parameters) -> tuple[Step, Standing]:
    """The next step; what cannot be computed keeps the last good state, and is logged."""
    waited, failed = before, False
    try:
        waited = before.waited(evidence.at)
        item, category = measure(evidence, parameters)
        estimate = waited.estimate.answered(item, category)
    except (NumericFailure, ValueError) as error:
        log.error("estimate not updated", evidence=evidence.pk, user=evidence.user_id, error=str(error))
        estimate, failed = before.estimate, True
        waited = before
    after = Standing(estimate, max(before.at, evidence.at), evidence.number)
    return _pack(evidence, after, estimate.mean - waited.estimate.mean, failed), after


def _pack(evidence: Evidence, after: Standing, moved: Floats, failed: bool) -> Step:
    estimate = after.estimate
    triangle = estimate.covariance[np.tril_indices(len(estimate.mean))]
    return Step(
        evidence=evidence,
        user_id=evidence.user_id,
        number=evidence.number,
        at=after.at,
        mean=estimate.mean.tobytes(),
        covariance=triangle.tobytes(),
        moved=np.ascontiguousarray(moved).tobytes(),
        failed=failed,
    )


def _unpack(step: Step, start: Estimate) -> Standing:
    mean = array(step.mean)
    covariance = np.zeros((len(mean), len(mean)))
    covariance[np.tril_indices(len(mean))] = array(step.covariance)
    covariance = covariance + np.tril(covariance, -1).T
    return Standing(Estimate(mean, covariance, start.widest), step.at, step.number)


def array(stored: bytes | memoryview) -> Floats:
    """The numbers of a binary field."""
    return np.frombuffer(bytes(stored), dtype=np.float64)
