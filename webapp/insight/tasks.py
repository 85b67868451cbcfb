"""Celery tasks: comparing submissions, and taking the figures of problems and questions."""

from celery import shared_task

from webapp.insight.domain import comparing, surveying


@shared_task(name="insight.compare")
def compare_submissions(comparison: int) -> None:
    """Compare all submissions to a problem."""
    comparing.run(comparison)


@shared_task(name="insight.survey")
def take_figures(survey: int) -> None:
    """Take the figures of all problems and questions."""
    surveying.run(survey)


@shared_task(name="insight.nightly")
def take_figures_nightly() -> None:
    """The same, asked for by the clock."""
    surveying.ask_by_clock()
