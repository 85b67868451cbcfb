"""What a candidate may see of the report on a submission."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from graders.report import for_audience
from webapp.practice.domain.telling import narrowed_report
from webapp.practice.models import Graded, Submission


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


LOOKED_FOR = timedelta(seconds=5)
"""After a verdict: so long a grader may still find a smaller failing input."""


def smaller_is_looked_for(submission: Submission) -> bool:
    """Whether a page that shows the report now should look once more in a moment."""
    return submission.told == Submission.Told.ALL and smaller_may_come(submission)


def smaller_may_come(graded: Graded) -> bool:
    """Whether a grader may be looking for a smaller failing input of what was just graded."""
    if graded.mode != "grade" or graded.report is None or graded.finished_at is None:
        return False
    fails = graded.verdict in ("WA", "RE", "PA") and not graded.report.get("smaller")
    return fails and timezone.now() - graded.finished_at < LOOKED_FOR
