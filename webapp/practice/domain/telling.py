"""What is kept back of a result from the person who handed it in, while what examines says so.

A submission carries how much of it may be told (`Submission.told`). Every page, stream and answer for its candidate takes the
submission through `narrowed` and its report through `narrowed_report`, so that no figure slips past.
"""

from typing import Any

from graders.report import VALUES, without_values
from graders.verdict import Verdict
from webapp.practice.models import Submission, SubmissionEvent

FIGURES = ("score", "points", "passed", "total", "time_s", "memory_bytes")
WHOLE = Submission.Told.ALL
_NOTHING: dict[str, Any] = {"cases": [], "groups": [], "message": None} | dict.fromkeys(
    ("objectives", "design", "curves", "growth", "smaller")
)


def narrowed(submission: Submission) -> Submission:
    """The submission, in memory alone, without the figures that its candidate is not told."""
    if submission.told == Submission.Told.VERDICT and submission.mode == Submission.Mode.GRADE:
        for name in FIGURES:
            setattr(submission, name, None)
    return submission


def narrowed_report(submission: Submission, report: dict[str, Any]) -> dict[str, Any]:
    """A candidate's report, further without what this submission keeps back. A text that is no Python is told as such."""
    told = submission.told
    if told == WHOLE or submission.mode != Submission.Mode.GRADE:
        return report
    error = report.get("error") if report["verdict"] == Verdict.CE else None
    if told == Submission.Told.VERDICT:
        figures: dict[str, Any] = dict.fromkeys(("score", "points", "time_s", "memory_bytes"), 0.0) | {
            "passed": 0,
            "total": 0,
        }
        return report | _NOTHING | figures | {"error": error, "device": None}
    rows = [_without_values(row) for row in report["cases"]]
    return report | {"cases": rows, "error": error, "smaller": None, "design": None, "curves": None}


def told_event(submission: Submission, event: SubmissionEvent) -> dict[str, Any] | None:
    """What of a grader's event its candidate is told while it runs; None for nothing."""
    if submission.told == WHOLE or submission.mode != Submission.Mode.GRADE:
        return dict(event.data)
    if submission.told == Submission.Told.VERDICT or event.kind != "case":
        return None
    return {name: event.data.get(name) for name in ("number", "group", "verdict")}


def _without_values(row: dict[str, Any]) -> dict[str, Any]:
    silent: dict[str, Any] = {"stdout": "", "stderr": "", "note": "", "output_truncated": False}
    return row | dict.fromkeys(VALUES) | silent | {"message": without_values(row)}
