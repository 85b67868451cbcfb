"""What a candidate may see of the report on a submission."""

from datetime import timedelta
from typing import Any

import structlog
from django.utils import timezone
from pydantic import TypeAdapter, ValidationError

from graders.messages import Event, Kind
from graders.report import Smaller, for_audience
from webapp.practice.domain.telling import narrowed_report
from webapp.practice.models import Graded, Submission

log = structlog.get_logger(__name__)


def report_for_candidate(submission: Submission) -> dict[str, Any] | None:
    """The report without what is hidden; what ended without one, by our fault, says so; None while unfinished."""
    if submission.report is not None:
        return narrowed_report(submission, for_audience(submission.report, "candidate"))
    if not submission.done:
        return None
    return without_report(submission)


def without_report(graded: Graded) -> dict[str, Any]:
    """What is shown of something that ended without a report."""
    return {
        "verdict": graded.verdict,
        "message": {"id": "site.fault", "text": graded.fault},
        "cases": [],
        "groups": [],
    }


LATER: dict[Kind, TypeAdapter[Any]] = {
    Kind.SMALLER: TypeAdapter(Smaller),
    Kind.CURVES: TypeAdapter(dict[str, dict[str, list[float | None]]]),
}
"""What a grader may add to a report after the verdict: the report's field of that name, and the form that it has."""
LOOKED_FOR = timedelta(seconds=5)
"""After a verdict: so long it may still do so."""


def with_later(report: dict[str, Any] | None, event: Event) -> dict[str, Any] | None:
    """The report with what such an event adds; None where it is of another attempt, or makes no sense."""
    if report is None or report["attempt"] != event.attempt:
        return None
    name = event.kind.value
    try:
        found = LATER[event.kind].validate_python(event.data[name])
    except (KeyError, ValidationError) as error:
        log.error("unreadable addition to a report", what=name, error=str(error))
        return None
    return report | {name: LATER[event.kind].dump_python(found, mode="json")}


def still_comes(submission: Submission) -> list[str]:
    """What a page that shows the report now should look for again in a moment."""
    return may_come(submission) if submission.told == Submission.Told.ALL else []


def may_come(graded: Graded) -> list[str]:
    """What a grader may be adding to the report of what was just graded."""
    report, finished = graded.report, graded.finished_at
    if report is None or finished is None or timezone.now() - finished >= LOOKED_FOR:
        return []
    fails = graded.mode == "grade" and graded.verdict in ("WA", "RE", "PA")
    curves = report.get("curves") or {}
    waits = {
        "smaller": fails and not report.get("smaller"),
        "curves": bool(curves) and not any("after" in lines for lines in curves.values()),
    }
    return [name for name, soon in waits.items() if soon]
