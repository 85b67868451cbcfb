"""Grade the submissions of a package and hold them against what they declare."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from graders.grading import grade
from graders.package.model import DeclaredSubmission, Package
from graders.report import CaseRow, Report
from graders.verdict import Verdict
from graders.verify.jobs import job_of
from sandboxes import Pool


@dataclass(frozen=True)
class Result:
    """What became of one submission: `problem` says how it differs from what it declares, if it does."""

    name: str
    declared: str
    verdict: str
    group: str | None
    score: float
    time_s: float
    memory_bytes: int
    problem: str | None = None


def try_submission(package: Package, pool: Pool, submission: DeclaredSubmission) -> Result:
    """Grade a declared submission."""
    report = grade_text(package, pool, submission.path.read_text(encoding="utf-8"))
    first = first_failing(report)
    group = first.group if first else None
    return Result(
        submission.name,
        submission.verdict,
        report.verdict,
        group,
        report.score,
        report.time_s,
        report.memory_bytes,
        _difference(submission, report, first),
    )


def try_starter(package: Package, pool: Pool) -> Result:
    """Grade the starter, which must compile and must not pass."""
    report = grade_text(package, pool, package.starter)
    problem = None
    if report.verdict in (Verdict.AC, Verdict.CE, Verdict.IE):
        words = report.message.text if report.message else ""
        problem = f"the starter gets {report.verdict} ({words}); it must compile, and must not pass"
    first = first_failing(report)
    return Result(
        "starter.py",
        "not AC",
        report.verdict,
        first.group if first else None,
        report.score,
        report.time_s,
        report.memory_bytes,
        problem,
    )


def grade_text(package: Package, pool: Pool, source: str) -> Report:
    """The report on one file."""
    return grade(job_of(package, source), package, pool, lambda event: None)


def first_failing(report: Report) -> CaseRow | None:
    """The first case that ran and did not pass."""
    return next((row for row in report.cases if row.verdict not in (None, Verdict.AC)), None)


def _difference(submission: DeclaredSubmission, report: Report, first: CaseRow | None) -> str | None:
    words = report.message.text if report.message else ""
    if report.verdict is not submission.verdict:
        where = f" in case {first.number} ({first.group})" if first else ""
        return f"declares {submission.verdict}, gets {report.verdict}{where}: {words}"
    if report.verdict is Verdict.AC and report.score < report.points:
        return (
            f"passes everything but earns {report.score:g} of {report.points:g}: a group has no case or check"
        )
    failing = dict.fromkeys(row.group for row in report.cases if row.verdict not in (None, Verdict.AC))
    if submission.group and submission.group not in failing:
        skipped = next(
            (row.message for row in report.cases if row.group == submission.group and row.message), None
        )
        reason = skipped.text if skipped and skipped.id.startswith("skipped.") else words
        return f"must fail in {submission.group}, fails in {', '.join(failing) or 'none'}: {reason}"
    return None


def read_source(path: Path) -> str:
    """A candidate's file as text; ValueError if it is none."""
    try:
        return path.read_bytes().decode("utf-8")
    except UnicodeDecodeError as error:
        raise ValueError(f"{path} is not UTF-8 text: {error.reason} at byte {error.start}") from None
