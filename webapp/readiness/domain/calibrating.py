"""Learn from all answers how hard the items are and how topics go together; then everybody's estimate is rebuilt."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

import numpy as np
import structlog
from django.db import transaction
from numpy.typing import NDArray

from graders.package.manifest import TOPICS
from webapp.accounts.models import User
from webapp.readiness.ability import NumericFailure, prior
from webapp.readiness.ability.calibration import Calibration as Outcome
from webapp.readiness.ability.calibration import Parameters, calibrated
from webapp.readiness.ability.evidence import AUTHOR_UNCERTAINTY, DISCRIMINATION, PARTLY, Kind
from webapp.readiness.ability.misfit import Fit, fit
from webapp.readiness.ability.people import Answers, Curves
from webapp.readiness.ability.population import PEOPLE_FOR_ONE
from webapp.readiness.domain.estimating import rebuild
from webapp.readiness.domain.measuring import calibrations_of
from webapp.readiness.domain.scale import place, shares
from webapp.readiness.models import Calibration, Evidence, ItemVersion, Population

log = structlog.get_logger(__name__)

MEMORY = timedelta(days=365)
"""Older answers were given by other people to what may since have become known."""
LEAST = 20
"""Answers from which on an item's own figures replace its author's."""


@dataclass
class Report:
    """What one calibration did: `misfits` are items that do not behave as the model says, the worst first."""

    people: int
    answers: int
    calibrated: int = 0
    misfits: list[str] = field(default_factory=list)
    rebuilt: int = 0


def calibrate(now: datetime) -> Report:
    """Calibrate every item with enough answers. With too few people, or figures that do not settle, nothing changes."""
    rows = list(
        Evidence.objects.filter(kind=Evidence.Kind.QUIZ, item__isnull=False, at__gte=now - MEMORY)
        .order_by("user", "number")
        .values_list("user_id", "item_id", "category")
    )
    people = sorted({user for user, _, _ in rows})
    report = Report(len(people), len(rows))
    if len(people) < PEOPLE_FOR_ONE:
        return report
    versions = list(
        ItemVersion.objects.filter(pk__in={item for _, item, _ in rows})
        .select_related("item")
        .defer("content", "html")
        .order_by("pk")
    )
    answers = Answers(
        person=_indices([user for user, _, _ in rows], people),
        item=_indices([item for _, item, _ in rows], [version.pk for version in versions]),
        category=np.array([category for _, _, category in rows]),
    )
    try:
        outcome = calibrated(answers, _authored(versions), prior(len(TOPICS)))
    except NumericFailure as error:
        log.error("items not calibrated", error=str(error), people=len(people), answers=len(rows))
        return report
    with transaction.atomic():
        _store(versions, outcome, report, now)
    everybody = User.objects.filter(evidence__isnull=False).distinct().order_by("pk")
    report.rebuilt = sum(1 for user in everybody.iterator() if rebuild(user))
    log.info("items calibrated", **vars(report))
    return report


def _indices(values: list[int], known: list[int]) -> NDArray[np.intp]:
    places = {value: index for index, value in enumerate(known)}
    return np.array([places[value] for value in values], dtype=np.intp)


def _authored(versions: list[ItemVersion]) -> Parameters:
    """The items as their authors have them (N of them, on the scale of abilities)."""
    difficulties = np.full((len(versions), 2), np.inf)
    for row, version in zip(difficulties, versions, strict=True):
        at = place(version.level, version.level, version.difficulty)
        steps = [at + PARTLY, at] if Kind(version.type) in (Kind.SEVERAL, Kind.ORDERING) else [at]
        row[: len(steps)] = steps
    curves = Curves(
        np.stack([shares(version.topics) for version in versions]),
        np.array([DISCRIMINATION[Kind(version.type)] for version in versions]),
        difficulties,
    )
    return Parameters.authored(curves, np.full(len(versions), AUTHOR_UNCERTAINTY))


def _store(versions: list[ItemVersion], outcome: Outcome, report: Report, now: datetime) -> None:
    found, fits = outcome.parameters, fit(outcome)
    before = calibrations_of(version.pk for version in versions)
    misfits = set(fits.misfits())
    report.misfits = [versions[index].item.name for index in fits.misfits()]
    made = []
    for index, version in enumerate(versions):
        if fits.answers[index] < LEAST:
            continue
        difficulty = place(version.level, version.level, version.difficulty) + float(found.shift[index])
        earlier = before.get(version.pk)
        made.append(
            Calibration(
                version=version,
                difficulty=difficulty,
                difficulty_sd=float(found.shift_uncertainty[index]),
                discrimination=float(found.curves.slopes[index]),
                answers=int(fits.answers[index]),
                infit=_number(fits, "infit", index),
                outfit=_number(fits, "outfit", index),
                misfit=index in misfits,
                drift=difficulty - earlier.difficulty if earlier else None,
                made_at=now,
            )
        )
    Calibration.objects.bulk_create(made)
    report.calibrated = len(made)
    population = outcome.population
    Population.objects.create(
        mean=population.mean.tolist(),
        covariance=population.covariance.tolist(),
        people=report.people,
        made_at=now,
    )


def _number(fits: Fit, name: str, index: int) -> float | None:
    value = float(getattr(fits, name)[index])
    return value if np.isfinite(value) else None
