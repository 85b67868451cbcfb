"""A submission as a file that `python -m graders replay` reads."""

from graders.replay import Record
from webapp.practice.domain.delivery import job_of
from webapp.practice.models import Submission


def record_of(submission: Submission) -> Record:
    """All that its verdict hangs on, and its report; not who wrote it."""
    job, report = job_of(submission), submission.report
    return Record.model_validate(
        {
            "submission": job.submission,
            "mode": job.mode,
            "package": (report or {}).get("package", {}).get("digest", job.package),
            "files": job.files,
            "own_input": job.own_input,
            "seed": job.seed,
            "report": report,
        }
    )
