"""Learn from all answers how hard questions and problems are and how topics go together; then estimates are rebuilt.

Every attempt at a problem is an answer to one form of it (`measuring.form`), and all forms share the problem's difficulty
and discrimination. What people say of themselves, rubrics and rounds stay as they are written (decision 106).
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import numpy as np
import structlog
from django.db import transaction
from django.db.models import Max
from django.db.models.functions import TruncMonth

from graders.package.manifest import TOPICS
from webapp.accounts.models import User
from webapp.catalog.models import ProblemVersion
from webapp.readiness.ability import NumericFailure, prior
from webapp.readiness.ability.calibration import Calibration as Outcome
from webapp.readiness.ability.calibration import Parameters, calibrated
from webapp.readiness.ability.evidence import AUTHOR_UNCERTAINTY, DISCRIMINATION, PARTLY, Kind
from webapp.readiness.ability.misfit import drift, fit
from webapp.readiness.ability.people import Answers, Curves
from webapp.readiness.domain.estimating import rebuild
from webapp.readiness.domain.measuring import form
from webapp.readiness.domain.scale import place, shares
from webapp.readiness.models import Calibration, Evidence, ItemVersion, Population

log = structlog.get_logger(__name__)

MEMORY = timedelta(days=365)
"""Older answers were given by other people to what may since have become known."""
PEOPLE = 10
"""From so many people on items are calibrated; how topics go together is learned later (`population`)."""
TELLING = 20
"""People from which on a misfit or a drift is reported: below that the tails of chance are not those of a normal."""
RECENT = timedelta(days=90)
"""Drift is the difference between answers since then and those before."""
SURPRISING = 3.0
"""Deviations from which on an item has drifted."""
DAILY = timedelta(days=30)
"""Calibrations are kept for each day so long, and before that for each month: what drifted slowly shows there."""

Version = ItemVersion | ProblemVersion
Form = tuple[float, tuple[float, ...]]


@dataclass
class Report:
    """What one calibration did: `misfits` do not behave as the model says, `drifted` no longer as before; worst first."""

    people: int
    answers: int
    calibrated: int = 0
    problems: int = 0
    misfits: list[str] = field(default_factory=list)
    drifted: list[str] = field(default_factory=list)
    rebuilt: int = 0


@dataclass(frozen=True)
class _Row:
    """One answer to a version (its number in a list of them) in one of its forms (`measuring.form`)."""

    person: int
    version: int
    form: Form
    category: int
    at: datetime


def calibrate(now: datetime) -> Report:
    """Calibrate all that was answered: shrunk to the author's figures, a few answers move little.

    With too few people, or figures that do not settle, nothing changes.
    """
    versions, rows = _answered(now)
    people = sorted({row.person for row in rows})
    report = Report(len(people), len(rows))
    if len(people) < PEOPLE:
        return report
    forms = sorted({(row.version, row.form) for row in rows})
    persons = {person: n for n, person in enumerate(people)}
    numbers = {known: n for n, known in enumerate(forms)}
    answers = Answers(
        person=np.array([persons[row.person] for row in rows], dtype=np.intp),
        item=np.array([numbers[row.version, row.form] for row in rows], dtype=np.intp),
        category=np.array([row.category for row in rows], dtype=np.intp),
    )
    try:
        outcome = calibrated(answers, _authored(versions, forms), prior(len(TOPICS)))
    except NumericFailure as error:
        log.error("items not calibrated", error=str(error), people=len(people), answers=len(rows))
        return report
    with transaction.atomic():
        _store(versions, rows, outcome, report, now)
        _thin(now)
    everybody = User.objects.filter(evidence__isnull=False).distinct().order_by("pk")
    report.rebuilt = sum(1 for user in everybody.iterator() if rebuild(user))
    log.info("items calibrated", **vars(report))
    return report


def _answered(now: datetime) -> tuple[list[Version], list[_Row]]:
    """The versions that somebody answered, and all answers to them in the order of the log."""
    heard = Evidence.objects.filter(at__gte=now - MEMORY).order_by("user", "number")
    quiz = list(
        heard.filter(kind=Evidence.Kind.QUIZ, item__isnull=False).values_list(
            "user", "item", "category", "at"
        )
    )
    code = list(
        heard.filter(kind=Evidence.Kind.CODE, problem__isnull=False).values_list(
            "user", "problem", "category", "at", "facts"
        )
    )
    items = ItemVersion.objects.filter(pk__in={item for _, item, _, _ in quiz}).select_related("item")
    problems = ProblemVersion.objects.filter(pk__in={problem for _, problem, _, _, _ in code})
    items = items.defer("content", "html").order_by("pk")
    problems = problems.select_related("problem__set").order_by("pk")
    problems = problems.defer("statement_html", "editorial_html", "starter", "hints", "samples")
    versions: list[Version] = [*items, *problems]
    numbers = {(type(version), version.pk): n for n, version in enumerate(versions)}
    rows = []
    for user, item, category, at in quiz:
        number = numbers[ItemVersion, item]
        rows.append(_Row(user, number, _whole(versions[number]), category, at))
    for user, problem, category, at, facts in code:
        rows.append(_Row(user, numbers[ProblemVersion, problem], form(facts), category, at))
    return versions, rows


def _whole(version: Version) -> Form:
    """The one form that a question has."""
    partly = isinstance(version, ItemVersion) and Kind(version.type) in (Kind.SEVERAL, Kind.ORDERING)
    return 1.0, (PARTLY, 0.0) if partly else (0.0,)


def _place(version: Version) -> float:
    """Where its author puts it on the scale (logits)."""
    if isinstance(version, ItemVersion):
        return place(version.level, version.level, version.difficulty)
    return place(version.level_from, version.level_to, version.difficulty)


def _slope(version: Version) -> float:
    return DISCRIMINATION[Kind(version.type) if isinstance(version, ItemVersion) else Kind.CODE]


def _authored(versions: Sequence[Version], forms: Sequence[tuple[int, Form]]) -> Parameters:
    """The forms as the authors have them, on the scale of abilities; those of one version are a family."""
    difficulties = np.full((len(forms), max(len(offsets) for _, (_, offsets) in forms)), np.inf)
    for row, (number, (_, offsets)) in zip(difficulties, forms, strict=True):
        row[: len(offsets)] = [_place(versions[number]) + offset for offset in offsets]
    curves = Curves(
        np.stack([shares(versions[number].topics) for number, _ in forms]),
        np.array([share * _slope(versions[number]) for number, (share, _) in forms]),
        difficulties,
    )
    family = np.array([number for number, _ in forms], dtype=np.intp)
    return Parameters.authored(curves, np.full(len(forms), AUTHOR_UNCERTAINTY), family)


def _store(
    versions: Sequence[Version], rows: Sequence[_Row], outcome: Outcome, report: Report, now: datetime
) -> None:
    found, first = outcome.parameters, outcome.prior.first
    steeper = (found.curves.slopes / outcome.prior.curves.slopes)[first]
    fits, told = fit(outcome), _told(versions, rows)
    moved, surprise = drift(outcome, np.array([row.at >= now - RECENT for row in rows]))
    misfits = [n for n in fits.misfits() if told[n]]
    order = np.argsort(-np.abs(np.nan_to_num(surprise)), kind="stable")
    drifted = [int(n) for n in order if told[n] and abs(surprise[n]) > SURPRISING]
    made = [
        Calibration(
            version=version if isinstance(version, ItemVersion) else None,
            problem=version if isinstance(version, ProblemVersion) else None,
            difficulty=_place(version) + float(found.shift[first[n]]),
            difficulty_sd=float(found.shift_uncertainty[first[n]]),
            discrimination=_slope(version) * float(steeper[n]),
            answers=int(fits.answers[n]),
            infit=_number(fits.infit[n]),
            outfit=_number(fits.outfit[n]),
            misfit=n in misfits,
            drift=_number(moved[n]),
            drifted=n in drifted,
            made_at=now,
        )
        for n, version in enumerate(versions)
    ]
    Calibration.objects.bulk_create(made)
    report.calibrated = len(made)
    report.problems = sum(row.problem is not None for row in made)
    report.misfits = [made[n].name for n in misfits]
    report.drifted = [made[n].name for n in drifted]
    population = outcome.population
    Population.objects.create(
        mean=population.mean.tolist(),
        covariance=population.covariance.tolist(),
        people=report.people,
        made_at=now,
    )


def _told(versions: Sequence[Version], rows: Sequence[_Row]) -> list[bool]:
    """Whether so many people answered a version that chance can be told from what is wrong with it."""
    people = Counter(number for number, _ in {(row.version, row.person) for row in rows})
    return [people[number] >= TELLING for number in range(len(versions))]


def _thin(now: datetime) -> None:
    """Of each month that is over, the last calibration of everything is enough."""
    old = Calibration.objects.filter(made_at__lt=now - DAILY)
    months = old.annotate(month=TruncMonth("made_at")).order_by().values("version", "problem", "month")
    old.exclude(pk__in=months.annotate(last=Max("pk")).values("last")).delete()


def _number(value: float) -> float | None:
    return float(value) if np.isfinite(value) else None
