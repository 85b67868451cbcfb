"""What a candidate may see of the report on a submission."""

from typing import Any

from graders.report import for_audience
from webapp.practice.models import Submission


def report_for_candidate(submission: Submission) -> dict[str, Any] | None:
    """The report without what is hidden; what ended without one, by our fault, says so; None while unfinished."""
    if submission.report is not None:
        return for_audience(submission.report, "candidate")
    if not submission.done:
        return None
    return {
        "verdict": submission.verdict,
        "message": {"id": "site.fault", "text": submission.fault},
        "cases": [],
        "groups": [],
    }
