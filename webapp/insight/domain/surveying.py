"""A survey: the figures of all problems and questions at one time. It replaces the one before it."""

from datetime import datetime

import structlog
from django.db import transaction
from django.utils import timezone

from webapp.accounts.models import User
from webapp.catalog.models import ProblemVersion
from webapp.insight.domain import computing, problems, questions
from webapp.insight.domain.calibrating import Calibrated, calibrate
from webapp.insight.models import Figures, State, Survey
from webapp.practice.domain.refusals import Refused
from webapp.practice.models import Submission
from webapp.readiness.models import ItemVersion

log = structlog.get_logger(__name__)


def ask(user: User | None, now: datetime) -> Survey:
    """Have figures taken; Refused while that is being done."""
    from webapp.insight.tasks import take_figures

    return computing.ask(Survey(asked_by=user, asked_at=now), take_figures.delay, now)


def ask_by_clock() -> None:
    """The same every night; one that is being taken is enough."""
    try:
        ask(None, timezone.now())
    except Refused:
        log.info("figures are being taken already")


def newest() -> Survey | None:
    """The survey whose figures are shown."""
    return Survey.objects.filter(state=State.DONE).first()


def run(pk: int) -> None:
    """Take all figures, and keep them in place of the earlier ones; again, or beside another worker, changes nothing."""
    row = Survey.objects.filter(pk=pk).first()
    if row is None or not computing.begin(row):
        return
    try:
        _survey(row)
    except Exception:
        log.exception("survey failed", survey=pk)
        computing.fail(
            row, "Taking figures failed; whoever runs the site finds the reason in the log of the worker."
        )
        raise


def _survey(row: Survey) -> None:
    found = calibrate(timezone.now())
    figures = [*_problems(row, found), *_questions(row, found)]
    with transaction.atomic():
        done = Survey.objects.filter(pk=row.pk, state=State.RUNNING).update(
            state=State.DONE,
            finished_at=timezone.now(),
            people=found.people,
            answers=found.answers,
            uncalibrated=found.why,
        )
        if done:
            Figures.objects.bulk_create(figures, batch_size=200)
            Survey.objects.filter(pk__lt=row.pk).delete()
    log.info("figures taken", survey=row.pk, figures=len(figures))


def _problems(row: Survey, found: Calibrated) -> list[Figures]:
    figures = []
    tried = Submission.objects.filter(mode=Submission.Mode.GRADE).values("version")
    for version in ProblemVersion.objects.filter(pk__in=tried).order_by("pk"):
        people, data = problems.figures_of(version)
        if people:
            curve = found.curves.get(("problem", version.pk))
            data["curve"] = curve.as_dict() if curve else None
            figures.append(Figures(survey=row, version=version, people=people, data=data))
    return figures


def _questions(row: Survey, found: Calibrated) -> list[Figures]:
    rows = questions.answers_by_item()
    figures = []
    for version in ItemVersion.objects.filter(pk__in=rows).defer("content", "html").order_by("pk"):
        name = ("item", version.pk)
        data = questions.figures_of(version.type, rows[version.pk], found.abilities.get(name, {}))
        curve = found.curves.get(name)
        data["curve"] = curve.as_dict() if curve else None
        figures.append(Figures(survey=row, item=version, people=len(rows[version.pk]), data=data))
    return figures
