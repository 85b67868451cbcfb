"""What a candidate may see of the report on a submission."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from graders.report import for_audience
from webapp.practice.domain.telling import narrowed_report
from webapp.practice.models import Submission


def report_for_candidate(submission: Submission) -> dict[str, Any] | None:
    """The report without what is hidden; what ended without one, by our fault, says so; None while unfinished."""
    if submission.report is not None:
        return narrowed_report(submission, for_audience(submission.report, "candidate"))
    if not submission.done:
        return None
    return {
        "verdict": submission.verdict,
        "message": {"id": "site.fault", "text": submission.fault},
        "cases": [],
        "groups": [],
    }


LOOKED_FOR = timedelta(seconds=5)
"""After a verdict: so long a grader may still find a smaller failing input."""


def smaller_is_looked_for(submission: Submission) -> bool:
    """Whether a page that shows the report now should look once more in a moment."""
    if submission.mode != "grade" or submission.report is None or submission.finished_at is None:
        return False
    if submission.told != Submission.Told.ALL:
        return False
    fails = submission.verdict in ("WA", "RE", "PA") and not submission.report.get("smaller")
    return fails and timezone.now() - submission.finished_at < LOOKED_FOR
